// The API's documentation, drawn by the vendored Swagger UI from our own document.

self.SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });
