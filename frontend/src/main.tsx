import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { startPreloading } from './app/preload';
import { createServices } from './app/services';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
const services = createServices();
createRoot(root).render(
  <StrictMode>
    <App services={services} />
  </StrictMode>,
);
startPreloading(services);
