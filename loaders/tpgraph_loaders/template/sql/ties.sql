-- Partnerships, successions, inspections and referrals: both ends are looked up.

INSERT INTO record.partnership BY NAME
SELECT p.*, body.record_id AS organisation_record, other.record_id AS other_record
FROM kept.partnership p
LEFT JOIN organisation_of body ON body.text = p.organisation
LEFT JOIN organisation_of other ON other.text = p.other;

INSERT INTO record.succession BY NAME
SELECT s.*, body.record_id AS organisation_record, later.record_id AS successor_record
FROM kept.succession s
LEFT JOIN organisation_of body ON body.text = s.organisation
LEFT JOIN organisation_of later ON later.text = s.successor;

INSERT INTO record.inspection BY NAME
SELECT
    i.*, inspector.record_id AS inspector_record,
    CASE WHEN is_service.text IS NULL THEN body.record_id END AS inspected_record,
    CASE WHEN is_service.text IS NOT NULL THEN service.record_id END AS inspected_service_record
FROM kept.inspection i
LEFT JOIN inspected_service is_service ON is_service.text = i.inspected
LEFT JOIN organisation_of inspector ON inspector.text = i.inspector
LEFT JOIN organisation_of body ON body.text = i.inspected
LEFT JOIN service_of service ON service.text = i.inspected;

INSERT INTO record.referral BY NAME
SELECT r.*, service.record_id AS service_record, other.record_id AS other_record
FROM kept.referral r
LEFT JOIN service_of service ON service.text = r.service
LEFT JOIN service_of other ON other.text = r.other;
