@echo off
rem Installs tpgraph for the person who runs this, from this folder alone: no network, no administrator rights.
rem     install.bat [FOLDER]        FOLDER: where it goes, else %LOCALAPPDATA%\Programs\tpgraph
setlocal
set "PLACE=%LOCALAPPDATA%\Programs\tpgraph"
if not "%~1"=="" set "PLACE=%~f1"
cd /d "%~dp0"
set "PIP_CONFIG_FILE=nul"

set "PYTHON="
for %%V in (@pythons_newest_first@) do if not defined PYTHON py -%%V -c "import struct, sys; sys.exit(struct.calcsize('P') != 8)" >nul 2>nul && set "PYTHON=py -%%V"
if not defined PYTHON python -c "import struct, sys; sys.exit(struct.calcsize('P') != 8 or '%%d.%%d' %% sys.version_info[:2] not in '@pythons_newest_first@'.split())" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
    echo tpgraph needs Python, 64-bit, in one of these versions: @pythons_newest_first@. None was found.
    exit /b 1
)

%PYTHON% -m venv "%PLACE%" || exit /b 1
"%PLACE%\Scripts\python.exe" -m pip install --no-index --find-links wheels --require-hashes --only-binary :all: --disable-pip-version-check -r requirements.txt || exit /b 1
"%PLACE%\Scripts\tpgraph.exe" --version || exit /b 1
echo It is installed: "%PLACE%\Scripts\tpgraph.exe"
echo To take it away again, delete the folder "%PLACE%".
