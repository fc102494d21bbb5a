import { setupServer } from 'msw/node';

/** The network of the tests; every test says what answers. Anything else fails the test. */
export const server = setupServer();
