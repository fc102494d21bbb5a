package infrastructure

// BackendIdentity is who the backend acts as.
func (e Environment) BackendIdentity() string { return e.name("backend") }

// EdgeIdentity is who the edge reads the media bucket as.
func (e Environment) EdgeIdentity() string { return e.name("edge") }

// backend checks manifests and deletes the objects of what is purged.
func backend(env Environment) Definition {
	bucket := env.MediaBucket()
	return Definition{Services: []Identity{{Name: env.BackendIdentity(), May: []Statement{
		env.readParameters("backend"),
		allow([]string{getObject}, ObjectARN(bucket, manifestKeys)),
		allow([]string{deleteObject}, ObjectARN(bucket, renditionKeys), ObjectARN(bucket, manifestKeys)),
		listBuckets(bucket),
	}}}}
}

// edge is, on AWS, CloudFront's access to its origin by a bucket policy. It may
// not list, so that what isn't there can't be told from what is forbidden.
func edge(env Environment) Definition {
	return Definition{Services: []Identity{{Name: env.EdgeIdentity(), May: []Statement{
		allow([]string{getObject}, ObjectARN(env.MediaBucket(), renditionKeys)),
	}}}}
}
