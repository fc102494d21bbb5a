package infrastructure

// Names of what other parts refer to, without the environment.
const (
	uploadsBucket = "uploads"
	mediaBucket   = "media"
	uploadsTable  = "uploads"
)

// Keys in the buckets, as media/internal/upload makes them.
const (
	incomingPrefix  = "incoming/"
	incomingKeys    = "incoming/*"
	manifestKeys    = "manifests/*"
	renditionKeys   = "media/*"
	oneDay          = 1
	resizeMemoryMB  = 512
	presignMemoryMB = 256
)

// UploadsBucket takes what people upload.
func (e Environment) UploadsBucket() string { return e.name(uploadsBucket) }

// MediaBucket holds renditions and manifests.
func (e Environment) MediaBucket() string { return e.name(mediaBucket) }

// UploadsTable holds grants and quotas.
func (e Environment) UploadsTable() string { return e.name(uploadsTable) }

// UploadsAPI is the API in front of presign.
func (e Environment) UploadsAPI() string { return e.name("uploads") }

// media is how pictures get in: media/README.md has the same as a table.
func media(env Environment) Definition {
	presign, resize := presignFunction(env), resizeFunction(env)
	return Definition{
		Buckets: []Bucket{
			{
				Name: env.UploadsBucket(),
				// The form is posted by a script that watches the progress, so
				// browsers ask first.
				CORS:            []CORSRule{{Origins: env.SiteOrigins, Methods: []string{"POST"}, Headers: []string{"*"}, MaxAgeSeconds: 3600}},
				ExpireAfterDays: oneDay,
				Notifications: []Notification{{
					Name: "resize", Events: []string{"s3:ObjectCreated:*"}, Prefix: incomingPrefix, Function: resize.Name,
				}},
			},
			{Name: env.MediaBucket()},
		},
		Tables:    []Table{{Name: env.UploadsTable(), HashKey: "pk", TTL: "expires_at"}},
		Functions: []Function{presign, resize},
		APIs: []HTTPAPI{{
			Name:       env.UploadsAPI(),
			Authorizer: JWTAuthorizer{Name: "access-token", Issuer: env.TokenIssuer, Audience: []string{env.TokenClientID}},
			Routes: []Route{
				{Key: "POST /uploads", Function: presign.Name},
				{Key: "GET /uploads/{id}", Function: presign.Name},
			},
		}},
	}
}

func presignFunction(env Environment) Function {
	name := env.name("presign")
	return Function{
		Name:           name,
		Program:        "presign",
		MemoryMB:       presignMemoryMB,
		TimeoutSeconds: 10,
		Parameters:     env.ParametersPath("media"),
		Role: Identity{Name: name, May: []Statement{
			env.readParameters("media"),
			allow([]string{"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}, env.TableARN(env.UploadsTable())),
			// The forms are signed with this.
			allow([]string{putObject}, ObjectARN(env.UploadsBucket(), incomingKeys)),
			allow([]string{getObject}, ObjectARN(env.MediaBucket(), manifestKeys)),
			listBuckets(env.MediaBucket()),
		}},
	}
}

func resizeFunction(env Environment) Function {
	name := env.name("resize")
	return Function{
		Name:           name,
		Program:        "resize",
		MemoryMB:       resizeMemoryMB,
		TimeoutSeconds: 60,
		Parameters:     env.ParametersPath("media"),
		Role: Identity{Name: name, May: []Statement{
			env.readParameters("media"),
			allow([]string{getObject, deleteObject}, ObjectARN(env.UploadsBucket(), incomingKeys)),
			allow([]string{getObject, putObject}, ObjectARN(env.MediaBucket(), manifestKeys)),
			allow([]string{putObject}, ObjectARN(env.MediaBucket(), renditionKeys)),
			listBuckets(env.UploadsBucket(), env.MediaBucket()),
		}},
	}
}

// listBuckets is what makes S3 answer 404, not 403, for what isn't there.
func listBuckets(names ...string) Statement {
	resources := make([]string, len(names))
	for i, name := range names {
		resources[i] = BucketARN(name)
	}
	return allow([]string{"s3:ListBucket"}, resources...)
}
