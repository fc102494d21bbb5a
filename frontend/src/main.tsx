import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterLoad } from './app/after-load';
import { App } from './app/app';
import { createServices } from './app/services';
import { watchErrors } from './lib/telemetry/error-watch';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
const tell = watchErrors(async (error) => {
  await (await import('./lib/telemetry/error-report')).reportError(error);
});
const services = createServices();
createRoot(root, {
  onCaughtError: (error) => {
    console.error(error);
    tell(error);
  },
}).render(
  <StrictMode>
    <App services={services} />
  </StrictMode>,
);
afterLoad(services);
