// Before a photo is sent: a browser keeps it for five minutes at most, and never
// beyond the end of its crud, which is the end of the signature.
const mostSeconds = 300;

// The second at which the signature ends; 0 when it can't be read.
function end(query) {
    try {
        const policy = query['Policy'].value.replace(/-/g, '+').replace(/_/g, '=').replace(/~/g, '/');
        const statement = JSON.parse(Buffer.from(policy, 'base64').toString()).Statement[0];
        const seconds = statement.Condition.DateLessThan['AWS:EpochTime'];
        return Number.isInteger(seconds) ? seconds : 0;
    } catch (error) {
        return 0;
    }
}

function handler(event) {
    const response = event.response;
    const now = Math.floor(Date.now() / 1000);
    const left = Math.min(mostSeconds, Math.max(0, end(event.request.querystring) - now));
    response.headers['cache-control'] = {
        value: response.statusCode < 400 ? 'private, max-age=' + left : 'no-store',
    };
    return response;
}
