// Interactive documentation: Swagger UI over this server's own description, with the key of this tab.

import { enter } from './entry.js';

enter(({ api, session, description }) => {
  // Requests go to where this page came from, whatever the description names.
  const spec = { ...description, servers: [{ url: api.url('/').href.replace(/\/$/, '') }] };
  window.SwaggerUIBundle({
    spec,
    dom_id: '#docs',
    deepLinking: true,
    filter: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    requestInterceptor: (request) => {
      if (session.key && !request.headers.Authorization && !request.headers['X-API-Key']) {
        request.headers.Authorization = `Bearer ${session.key}`;
      }
      return request;
    },
    validatorUrl: null,
  });
});
