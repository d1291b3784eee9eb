"""Eastings and northings of the National Grid as latitude and longitude.

The formulas are those of the Ordnance Survey's guide to coordinate systems [1]_: the inverse of the Transverse Mercator
projection on Airy's ellipsoid, then a Helmert transformation to the one that satellites use. Good to about five metres.

References
----------
.. [1] Ordnance Survey (2020). A Guide to Coordinate Systems in Great Britain, sections 6.6 and C.2.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_AIRY = (6377563.396, 6356256.909)
_WGS84 = (6378137.000, 6356752.3142)
_SCALE = 0.9996012717
_ORIGIN = (np.radians(49.0), np.radians(-2.0), 400000.0, -100000.0)
"""Latitude, longitude, easting, northing of the true origin."""
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(np.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_STRETCH = -20.4894e-6


def _meridian(latitude: Numbers) -> Numbers:
    """The length of the meridian from the true origin."""
    major, minor = _AIRY
    n = (major - minor) / (major + minor)
    less, more = latitude - _ORIGIN[0], latitude + _ORIGIN[0]
    terms = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
        + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    found: Numbers = minor * _SCALE * terms
    return found


def _unprojected(easting: Numbers, northing: Numbers) -> tuple[Numbers, Numbers]:
    """Latitude and longitude in radians on Airy's ellipsoid."""
    major, minor = _AIRY
    _, origin_longitude, false_easting, false_northing = _ORIGIN
    up = northing - false_northing
    latitude = _ORIGIN[0] + up / (major * _SCALE)
    # Converges to a hundredth of a millimetre within six steps everywhere on the grid.
    for _ in range(8):
        latitude = latitude + (up - _meridian(latitude)) / (major * _SCALE)
    squared = 1 - (minor / major) ** 2
    bend = 1 - squared * np.sin(latitude) ** 2
    nu = major * _SCALE / np.sqrt(bend)
    rho = major * _SCALE * (1 - squared) / bend**1.5
    eta, t, secant = nu / rho - 1, np.tan(latitude), 1 / np.cos(latitude)
    east = easting - false_easting
    north = (
        latitude
        - t / (2 * rho * nu) * east**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * east**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    )
    longitude = (
        origin_longitude
        + secant / nu * east
        - secant / (6 * nu**3) * (nu / rho + 2 * t**2) * east**3
        + secant / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
        - secant / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * east**7
    )
    return north, longitude


def _shifted(latitude: Numbers, longitude: Numbers) -> tuple[Numbers, Numbers]:
    """The same point on the ellipsoid of satellites, in radians; points are taken to lie on the ground."""
    major, minor = _AIRY
    squared = 1 - (minor / major) ** 2
    nu = major / np.sqrt(1 - squared * np.sin(latitude) ** 2)
    x = nu * np.cos(latitude) * np.cos(longitude)
    y = nu * np.cos(latitude) * np.sin(longitude)
    z = (1 - squared) * nu * np.sin(latitude)
    turn_x, turn_y, turn_z = _TURN
    stretch = 1 + _STRETCH
    there_x = _SHIFT[0] + stretch * x - turn_z * y + turn_y * z
    there_y = _SHIFT[1] + turn_z * x + stretch * y - turn_x * z
    there_z = _SHIFT[2] - turn_y * x + turn_x * y + stretch * z
    major, minor = _WGS84
    squared = 1 - (minor / major) ** 2
    across = np.hypot(there_x, there_y)
    found = np.arctan2(there_z, across * (1 - squared))
    for _ in range(6):
        nu = major / np.sqrt(1 - squared * np.sin(found) ** 2)
        found = np.arctan2(there_z + squared * nu * np.sin(found), across)
    return found, np.arctan2(there_y, there_x)


def to_degrees(easting: Numbers, northing: Numbers) -> tuple[Numbers, Numbers]:
    """Turn metres of the National Grid into degrees north and east.

    Parameters
    ----------
    easting, northing : metres, one a point; not a number where unknown

    Returns
    -------
    (latitude, longitude) in degrees, not a number where unknown

    Examples
    --------
    >>> north, east = to_degrees(np.array([651409.903]), np.array([313177.270]))
    >>> [round(float(value), 4) for value in (*north, *east)]
    [52.658, 1.7161]
    """
    latitude, longitude = _shifted(*_unprojected(easting, northing))
    return np.degrees(latitude), np.degrees(longitude)
