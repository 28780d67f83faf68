-- Diagnoses tell more of every host and name than they did: those of before keep their verdict and findings, and the next look fills in the rest.
UPDATE "incidents"
SET "document" = jsonb_set(
  "document",
  '{diagnosis}',
  ("document" -> 'diagnosis') || '{"hosts": [], "resolutions": [], "pending": 0, "policies": [], "ranges": null}'::jsonb
)
WHERE jsonb_typeof("document" -> 'diagnosis') = 'object' AND "document" -> 'diagnosis' -> 'pending' IS NULL;
