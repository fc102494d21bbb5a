// As long as there is no key whose signatures could open photos, nothing does.
function handler() {
    return {
        statusCode: 403,
        statusDescription: 'Forbidden',
        headers: { 'cache-control': { value: 'no-store' } },
    };
}
