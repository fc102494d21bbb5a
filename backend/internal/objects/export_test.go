package objects

// DecodeManifest is decodeManifest, for tests.
var DecodeManifest = decodeManifest
