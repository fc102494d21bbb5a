// Package upload is the domain of this module: what may be uploaded, under
// which keys files and renditions live, how much a person may send in a day,
// and the manifest that says what became of a file. It knows neither HTTP nor
// AWS nor how pictures are decoded.
package upload
