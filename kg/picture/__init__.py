"""Pictures of the graph of actors without a browser: SVG, a page of HTML that needs no script, PNG."""
