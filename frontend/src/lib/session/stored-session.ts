/** True when Amplify left a session in this store; asked without loading Amplify. */
export function hasStoredSession(store: Storage = window.localStorage): boolean {
  for (let index = 0; index < store.length; index++) {
    const key = store.key(index);
    if (key?.startsWith('CognitoIdentityServiceProvider.') && key.endsWith('.LastAuthUser')) {
      return true;
    }
  }
  return false;
}
