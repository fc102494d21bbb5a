// Before the site's cache is looked at: pages of the application are all
// index.html, and programs that read pages without running scripts get the
// document that the backend makes for them, behind the same address. The local
// edge does the same (dev/internal/edge).
import cf from 'cloudfront';

const crawlers = /bot\b|bot\/|crawler|spider|preview|facebookexternalhit|embedly|whatsapp|telegram|mastodon|pleroma|akkoma|misskey|lemmy|skypeuripreview|vkshare|iframely|pinterest|flipboard|tumblr/i;

// Where the document for crawlers is; empty for other pages.
function previewPath(path) {
    if (!path.startsWith('/@')) {
        return '';
    }
    const parts = path.slice(2).split('/');
    if (parts[0] === '') {
        return '';
    }
    if (parts.length === 1) {
        return '/api/previews/users/' + parts[0];
    }
    if (parts.length === 3 && parts[1] === 'cruds' && parts[2] !== '') {
        return '/api/previews/activities/' + parts[2];
    }
    return '';
}

// A page of the application, not a file that isn't there.
function isPage(path) {
    return path.slice(path.lastIndexOf('/')).indexOf('.') < 0;
}

function handler(event) {
    const request = event.request;
    const agent = request.headers['user-agent'] ? request.headers['user-agent'].value : '';
    const preview = previewPath(request.uri);
    if (preview !== '' && crawlers.test(agent)) {
        cf.selectRequestOriginById('backend');
        request.uri = preview;
        return request;
    }
    if (isPage(request.uri)) {
        request.uri = '/index.html';
    }
    return request;
}
