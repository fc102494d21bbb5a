package httpapi_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/platform/signedurl"
)

// signer signs with a key that is made once for all tests.
var signer = sync.OnceValue(func() *signedurl.Signer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	keys, err := json.Marshal([]signedurl.Key{{Name: "test", PrivateKey: text, CreatedAt: time.Now()}})
	if err != nil {
		panic(err)
	}
	made, err := signedurl.New(signedurl.Config{Keys: string(keys), KeyIDs: `{"test":"K1"}`, SiteURL: "https://cruddur.test"})
	if err != nil {
		panic(err)
	}
	return made
})

// upload is a file of a person's that the media service is done with.
func (b *bundle) upload(p person, purpose string) uuid.UUID {
	id := uuid.New()
	objectstest.Upload{ID: id, Owner: p.sub, Purpose: purpose, At: time.Now()}.Store(b.bucket.Put)
	return id
}

// attach is the photos of a post, as JSON.
func attach(ids ...uuid.UUID) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprintf(`{"id":%q}`, id)
	}
	return "[" + strings.Join(list, ",") + "]"
}

// photosOf are the photos in an answer.
func photosOf(object any) []map[string]any {
	list, _ := object.(map[string]any)["photos"].([]any)
	photos := make([]map[string]any, len(list))
	for i, one := range list {
		photos[i] = one.(map[string]any)
	}
	return photos
}

// signedFor is when a photo's signature ends, and what it opens.
func signedFor(t *testing.T, photo map[string]any) (until time.Time, resource string) {
	t.Helper()
	query, err := url.ParseQuery(photo["signature"].(string))
	if err != nil {
		t.Fatal(err)
	}
	text, err := base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(query.Get("Policy")))
	var policy sign.Policy
	if err == nil {
		err = json.Unmarshal(text, &policy)
	}
	if err != nil || len(policy.Statements) != 1 {
		t.Fatalf("the policy %s: %v", text, err)
	}
	return policy.Statements[0].Condition.DateLessThan.Time, policy.Statements[0].Resource
}

func TestAttachedPhotosAreShown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	first, second := b.upload(nova, "photo"), b.upload(nova, "photo")
	body := fmt.Sprintf(`{"message":"look","ttl":"1-hour","photos":[
		{"id":%q,"alt":" a star ","focal_point":{"x":0.25,"y":1}},{"id":%q}]}`, strings.ToUpper(first.String()), second)
	posted := b.call(t, nova.token, "POST", "/api/activities", body)
	posted.want(t, 201)
	photos := photosOf(posted.JSON)
	if len(photos) != 2 {
		t.Fatalf("posted %s", posted.Body)
	}
	one, two := photos[0], photos[1]
	if one["id"] != first.String() || one["alt"] != "a star" || fmt.Sprint(one["focal_point"]) != "map[x:0.25 y:1]" ||
		two["alt"] != "" || fmt.Sprint(two["focal_point"]) != "map[x:0.5 y:0.5]" {
		t.Errorf("photos %v", photos)
	}
	if one["base_url"] != "/media/photos/"+first.String()+"/" || fmt.Sprint(one["widths"]) != "[320 640]" ||
		fmt.Sprint(one["formats"]) != "[webp jpeg]" || one["width"] != 4032.0 || one["height"] != 3024.0 || one["animated"] != false {
		t.Errorf("photo %v", one)
	}
	until, resource := signedFor(t, one)
	end, _ := time.Parse(time.RFC3339Nano, posted.JSON["expires_at"].(string))
	if !until.Equal(end.Truncate(time.Second)) || resource != "https://cruddur.test/media/photos/"+first.String()+"/*" {
		t.Errorf("signed for %s until %s, the crud ends %s", resource, until, end)
	}
	id := posted.JSON["id"].(string)
	for _, target := range []string{"/api/activities/" + id, "/api/feeds/public", "/api/users/nova/activities", "/api/feeds/home"} {
		read := b.call(t, nova.token, "GET", target, "")
		read.want(t, 200)
		shown := read.JSON
		if items, ok := read.JSON["items"].([]any); ok {
			shown = items[0].(map[string]any)
		}
		if got := photosOf(shown); fmt.Sprint(got) != fmt.Sprint(photos) {
			t.Errorf("%s shows %v, posted %v", target, got, photos)
		}
	}
	if strings.Contains(posted.Body, nova.sub.String()) {
		t.Error("the author's sub is shown")
	}
}

func TestPhotosNeedNoWords(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	posted := b.call(t, nova.token, "POST", "/api/activities", `{"message":" \u200b","photos":`+attach(b.upload(nova, "photo"))+`}`)
	posted.want(t, 201)
	if posted.JSON["message"] != "" {
		t.Errorf("message %q", posted.JSON["message"])
	}
	id := posted.JSON["id"].(string)
	reply := b.call(t, nova.token, "POST", "/api/activities/"+id+"/replies", `{"message":"","photos":`+attach(b.upload(nova, "photo"))+`}`)
	reply.want(t, 201)
	replies := b.call(t, "", "GET", "/api/activities/"+id+"/replies", "")
	replies.want(t, 200)
	item := replies.JSON["items"].([]any)[0].(map[string]any)["activity"]
	if photos := photosOf(item); len(photos) != 1 {
		t.Errorf("replies %s", replies.Body)
	}
	ancestors := b.call(t, "", "GET", "/api/activities/"+reply.JSON["id"].(string)+"/ancestors", "")
	item = ancestors.JSON["items"].([]any)[0].(map[string]any)["activity"]
	if photos := photosOf(item); len(photos) != 1 {
		t.Errorf("ancestors %s", ancestors.Body)
	}
	if preview := b.call(t, "", "GET", "/api/previews/activities/"+id, ""); !strings.Contains(preview.Body, "A photo, until it burns down.") || strings.Contains(preview.Body, "Signature") {
		t.Errorf("the preview: %s", preview.Body)
	}
}

func TestPhotosThatAreNoInput(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	id := b.upload(nova, "photo")
	long := strings.Repeat("a", 1501)
	tests := []struct {
		name, photos string
		faults       []string
	}{
		{"the same twice", attach(id, uuid.New(), id), []string{"photos.2.id repeated"}},
		{"the same twice, in capitals", `[{"id":"` + id.String() + `"},{"id":"` + strings.ToUpper(id.String()) + `"}]`, []string{"photos.1.id repeated"}},
		{"five", attach(uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()), []string{"photos too_many"}},
		{"no id", `[{}]`, []string{"photos.0.id missing"}},
		{"no uuid", `[{"id":"x"}]`, []string{"photos.0.id invalid_uuid"}},
		{"too long an alt text", `[{"id":"` + id.String() + `","alt":"` + long + `"}]`, []string{"photos.0.alt too_long"}},
		{"a focal point outside", `[{"id":"` + id.String() + `","focal_point":{"x":1.5,"y":0}}]`, []string{"photos.0.focal_point.x out_of_range"}},
		{"everything", `[{"id":"` + id.String() + `","url":"x"},{"id":"` + id.String() + `"}]`, []string{"photos.0.url unknown_field", "photos.1.id repeated"}},
		{"none, and no words", `[]`, []string{"message blank"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.call(t, nova.token, "POST", "/api/activities", `{"message":" ","photos":`+test.photos+`}`).
				wantProblem(t, 422, "validation_failed", test.faults...)
		})
	}
}

func TestPhotosThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	usable, used := b.upload(nova, "photo"), b.upload(nova, "photo")
	b.call(t, nova.token, "POST", "/api/activities", `{"message":"first","photos":`+attach(used)+`}`).want(t, 201)
	refused, old, fresh := uuid.New(), uuid.New(), uuid.New()
	objectstest.Upload{ID: refused, Owner: nova.sub, Purpose: "photo", At: time.Now(), Refused: true}.Store(b.bucket.Put)
	objectstest.Upload{ID: old, Owner: nova.sub, Purpose: "photo", At: time.Now().Add(-12*time.Hour - time.Minute)}.Store(b.bucket.Put)
	objectstest.Upload{ID: fresh, Owner: nova.sub, Purpose: "photo", At: time.Now().Add(-12*time.Hour + time.Minute)}.Store(b.bucket.Put)
	theirs, theirUsed := b.upload(ziggy, "photo"), b.upload(ziggy, "photo")
	b.call(t, ziggy.token, "POST", "/api/activities", `{"message":"mine","photos":`+attach(theirUsed)+`}`).want(t, 201)

	post := func(ids ...uuid.UUID) answer {
		return b.call(t, nova.token, "POST", "/api/activities", `{"message":"again","photos":`+attach(ids...)+`}`)
	}
	post(uuid.New(), refused, usable, used).wantProblem(t, 409, "pictures_unusable",
		"photos.0.id not_ready", "photos.1.id refused", "photos.3.id taken")
	post(old, theirs, theirUsed, b.upload(nova, "avatar")).wantProblem(t, 409, "pictures_unusable",
		"photos.0.id not_found", "photos.1.id not_found", "photos.2.id not_found", "photos.3.id not_found")
	post(b.upload(nova, "message")).wantProblem(t, 409, "pictures_unusable", "photos.0.id not_found")
	post(usable, fresh).want(t, 201)
	if n := storedActivities(t, b); n != 3 {
		t.Errorf("%d cruds, want 3", n)
	}
}

// A request whose answer got lost is repeated: with its key it is the same crud,
// also when S3 is away and the photos would be too old by now.
func TestIdempotencyKeyWithPhotos(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	id := b.upload(nova, "photo")
	body := `{"message":"once","ttl":"1-day","photos":` + attach(id) + `}`
	first := b.postWithKey(t, nova, "key-00001", body)
	first.want(t, 201)
	b.bucket.Inject = func(string) objectstest.Fault { return objectstest.Failed }
	again := b.later(t, 23*time.Hour).postWithKey(t, nova, "key-00001", body)
	again.want(t, 200)
	if again.Body != first.Body {
		t.Errorf("the repetition answers %s, the first %s", again.Body, first.Body)
	}
	b.postWithKey(t, nova, "key-00001", `{"message":"once","ttl":"1-day","photos":`+attach(b.upload(nova, "photo"))+`}`).
		wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
	b.postWithKey(t, nova, "key-00001", `{"message":"once","ttl":"1-day"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
	away := b.postWithKey(t, nova, "key-00002", body)
	away.wantProblem(t, 409, "pictures_unusable", "photos.0.id taken")
	away = b.postWithKey(t, nova, "key-00002", `{"message":"twice","photos":`+attach(b.upload(nova, "photo"))+`}`)
	away.wantProblem(t, 503, "pictures_unavailable")
	if away.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	b.bucket.Inject = nil
	// The key of a refused request is not used up.
	b.postWithKey(t, nova, "key-00002", `{"message":"twice","photos":`+attach(b.upload(nova, "photo"))+`}`).want(t, 201)
}

func TestANewLifeHasNewSignatures(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	posted := b.call(t, nova.token, "POST", "/api/activities", `{"message":"a","ttl":"1-day","photos":`+attach(b.upload(nova, "photo"))+`}`)
	posted.want(t, 201)
	root := "/api/activities/" + posted.JSON["id"].(string)
	reply := b.call(t, nova.token, "POST", root+"/replies", `{"message":"b","photos":`+attach(b.upload(nova, "photo"))+`}`)
	reply.want(t, 201)
	changes := []struct{ method, target, body string }{
		{"PUT", "/life", `{"ttl":"30-days"}`}, {"PUT", "/burn", ""}, {"DELETE", "/burn", ""}, {"PUT", "/life", `{"ttl":"1-hour"}`},
	}
	for _, change := range changes {
		changed := b.call(t, nova.token, change.method, root+change.target, change.body)
		changed.want(t, 200)
		for _, target := range []string{root, "/api/activities/" + reply.JSON["id"].(string)} {
			read := b.call(t, "", "GET", target, "")
			end, _ := time.Parse(time.RFC3339Nano, changed.JSON["expires_at"].(string))
			until, _ := signedFor(t, photosOf(read.JSON)[0])
			if !until.Equal(end.Truncate(time.Second)) {
				t.Errorf("after %s, %s is signed until %s and ends %s", change.target, target, until, end)
			}
		}
	}
}

func TestAvatarAndBanner(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	avatar, banner := b.upload(nova, "avatar"), b.upload(nova, "banner")
	change := func(body string) answer { return b.call(t, nova.token, "PATCH", "/api/me", body) }
	change(`{"avatar":"x","banner":7}`).wantProblem(t, 422, "validation_failed", "avatar invalid_uuid", "banner wrong_type")
	change(fmt.Sprintf(`{"avatar":%q,"banner":%q}`, banner, uuid.New())).
		wantProblem(t, 409, "pictures_unusable", "avatar not_found", "banner not_ready")
	body := fmt.Sprintf(`{"avatar":%q,"banner":%q,"bio":"x"}`, avatar, banner)
	first := change(body)
	first.want(t, 200)
	if again := change(body); again.Status != 200 || again.Body != first.Body {
		t.Errorf("repeated: %s", again.Body)
	}
	b.call(t, ziggy.token, "PATCH", "/api/me", fmt.Sprintf(`{"avatar":%q}`, avatar)).wantProblem(t, 409, "pictures_unusable", "avatar not_found")
	base := "/media/public/" + avatar.String() + "/"
	b.post(t, nova, "hello")
	b.call(t, ziggy.token, "PUT", "/api/users/nova/follow", "").want(t, 200)
	for target, where := range map[string]string{
		"/api/me": "avatar", "/api/users/nova": "avatar", "/api/users/nova/activities": "items.author.avatar",
		"/api/feeds/public": "items.author.avatar", "/api/feeds/home": "items.author.avatar", "/api/users/ziggy/following": "items.avatar",
	} {
		read := b.call(t, nova.token, "GET", target, "")
		if got := at(read.JSON, where); got == nil || got.(map[string]any)["base_url"] != base || fmt.Sprint(got.(map[string]any)["formats"]) != "[webp jpeg]" {
			t.Errorf("%s shows %v at %s: %s", target, got, where, read.Body)
		}
	}
	for who, read := range map[string]answer{
		"a search":                 b.call(t, ziggy.token, "GET", "/api/users?prefix=nov", ""),
		"the directory, by handle": b.directory(t).call(t, "GET", "/directory/people/by-handle/nova", ""),
		"the directory, by sub":    b.directory(t).call(t, "POST", "/directory/people/by-sub", `{"subs":["`+nova.sub.String()+`"]}`),
	} {
		if !strings.Contains(read.Body, `"avatar":{"base_url":"`+base+`","formats":["webp","jpeg"]`) {
			t.Errorf("%s shows %s", who, read.Body)
		}
	}
	if got := at(b.call(t, "", "GET", "/api/users/nova", "").JSON, "banner.base_url"); got != "/media/public/"+banner.String()+"/" {
		t.Errorf("banner %v", got)
	}
	other := b.upload(nova, "avatar")
	change(fmt.Sprintf(`{"avatar":%q,"banner":""}`, other)).want(t, 200)
	me := b.call(t, nova.token, "GET", "/api/me", "")
	if at(me.JSON, "avatar.base_url") != "/media/public/"+other.String()+"/" || me.JSON["banner"] != nil || me.JSON["bio"] != "x" {
		t.Errorf("me %s", me.Body)
	}
	// What was taken away is not there to be used again: its objects go.
	change(fmt.Sprintf(`{"avatar":%q}`, avatar)).wantProblem(t, 409, "pictures_unusable", "avatar taken")
}

// at walks into an answer; of a list it takes the first.
func at(value any, where string) any {
	for name := range strings.SplitSeq(where, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
		if list, ok := value.([]any); ok && len(list) > 0 {
			value = list[0]
		}
	}
	return value
}
