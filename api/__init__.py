"""The service: SPARQL, REST and pages over one store. It never imports spaCy."""
