// Package signingkeys makes, lists and retires the keys that sign for the edge.
//
// They are in Parameter Store and nowhere else: the private halves as secrets of
// the services that sign, the public ones in a list from which Terraform (or the
// local stack) registers them with the edge. The edge's ids for them come back
// as a parameter of the services.
//
// Parameter Store has no transactions. Every operation reads all that is there,
// works out what should be, and writes what differs: secrets first, the public
// list last. Repeated after a failure, whether or not it took effect, it goes on
// where it stopped.
package signingkeys

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/signedurl"
)

// Parameters is what the keys need of Parameter Store.
type Parameters interface {
	// Get returns the value of a parameter; found is false when there is none.
	Get(ctx context.Context, name string) (value string, found bool, err error)
	Put(ctx context.Context, name, value string, secret bool) error
}

// The parameters, below the path of an environment.
const (
	backendKeys   = "/backend/media_signing_keys"
	messagingKeys = "/messaging/media_signing_keys"
	streamKeys    = "/stream/media_signing_keys"
	publicKeys    = "/edge/media_public_keys"
	keyIDs        = "/backend/media_key_ids"
)

const (
	keyBits  = 2048    // what CloudFront takes
	maxBytes = 8 << 10 // the longest parameter there can be
)

// supersededLife is how long a key counts after a newer one was made: as long as
// the longest life of a crud, for whose photos it may have signed.
func supersededLife() time.Duration { return cruddur.TTL30Days.Duration() }

// PublicKey is a key as the edge is told of it.
type PublicKey struct {
	Name        string     `json:"name"`
	PublicKey   string     `json:"public_key"` // PEM
	CreatedAt   time.Time  `json:"created_at"`
	RetireAfter *time.Time `json:"retire_after,omitempty"` // of one that is superseded
}

// State says what a key does.
type State string

// The states of a key. A key waits until the edge has an id for it and the
// services were started since.
const (
	Signs      State = "signs"
	Waits      State = "waits"
	Superseded State = "superseded"
)

// Key is a key in a list for operators.
type Key struct {
	Name        string     `json:"name"`
	State       State      `json:"state"`
	EdgeID      string     `json:"edge_id"` // empty before the edge knows it
	CreatedAt   time.Time  `json:"created_at"`
	RetireAfter *time.Time `json:"retire_after"`
}

// Change is what an operation did.
type Change struct {
	Created string   `json:"created"` // the name of the new key; empty for none
	Waiting string   `json:"waiting"` // a key that was there and waits for the edge; empty for none
	Retired []string `json:"retired"` // keys that count no longer
}

// Ring is the keys of an environment.
type Ring struct {
	Parameters  Parameters
	Environment string // path of the environment's parameters, such as /cruddur/production
	Now         func() time.Time
}

// Create makes a new key. The present one goes on signing until the edge knows
// the new one, and what it signed counts for 30 days. While the newest key waits
// for the edge, no other is made: so an operation whose outcome got lost is
// repeated without harm.
func (r Ring) Create(ctx context.Context) (Change, error) {
	k, err := r.load(ctx)
	if err != nil {
		return Change{}, err
	}
	change := Change{Waiting: k.waiting()}
	if change.Waiting == "" {
		made, err := newKey(r.Now())
		if err != nil {
			return Change{}, err
		}
		k.private = append(k.private, made)
		change.Created = made.Name
	}
	if err := k.publish(r.Now()); err != nil {
		return Change{}, err
	}
	change.Retired = k.retire(r.Now())
	return change, r.save(ctx, k)
}

// Retire drops the keys that nothing which is still alive was signed with.
func (r Ring) Retire(ctx context.Context) (Change, error) {
	k, err := r.load(ctx)
	if err != nil {
		return Change{}, err
	}
	change := Change{Retired: k.retire(r.Now())}
	return change, r.save(ctx, k)
}

// List lists the keys, the newest first.
func (r Ring) List(ctx context.Context) ([]Key, error) {
	k, err := r.load(ctx)
	if err != nil {
		return nil, err
	}
	list := []Key{}
	signs := false
	for _, private := range slices.Backward(k.private) {
		key := Key{Name: private.Name, State: Waits, EdgeID: k.ids[private.Name], CreatedAt: private.CreatedAt}
		if i := k.publicIndex(private.Name); i >= 0 {
			key.RetireAfter = k.public[i].RetireAfter
		}
		switch {
		case signs:
			key.State = Superseded
		case key.EdgeID != "":
			key.State, signs = Signs, true
		}
		list = append(list, key)
	}
	return list, nil
}

// keys is all that the parameters hold.
type keys struct {
	private []signedurl.Key // oldest first
	public  []PublicKey     // in the same order
	ids     map[string]string
	was     map[string]string // values by parameter
}

func (r Ring) load(ctx context.Context) (*keys, error) {
	k := &keys{was: map[string]string{}, ids: map[string]string{}}
	for _, name := range []string{backendKeys, messagingKeys, streamKeys, publicKeys, keyIDs} {
		value, _, err := r.Parameters.Get(ctx, r.Environment+name)
		if err != nil {
			return nil, fmt.Errorf("read %s%s: %w", r.Environment, name, err)
		}
		k.was[name] = value
	}
	// One of the two may lack what a run that was cut off had written to the other.
	for _, name := range []string{backendKeys, messagingKeys, streamKeys} {
		list, err := signedurl.ParseKeys(k.was[name])
		if err != nil {
			return nil, fmt.Errorf("%s%s: %w", r.Environment, name, err)
		}
		k.add(list)
	}
	for name, target := range map[string]any{publicKeys: &k.public, keyIDs: &k.ids} {
		if k.was[name] == "" {
			continue
		}
		if err := json.Unmarshal([]byte(k.was[name]), target); err != nil {
			return nil, fmt.Errorf("%s%s: %w", r.Environment, name, err)
		}
	}
	slices.SortStableFunc(k.public, func(a, b PublicKey) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return k, nil
}

func (k *keys) add(list []signedurl.Key) {
	for _, key := range list {
		if !slices.ContainsFunc(k.private, func(other signedurl.Key) bool { return other.Name == key.Name }) {
			k.private = append(k.private, key)
		}
	}
	slices.SortStableFunc(k.private, func(a, b signedurl.Key) int { return a.CreatedAt.Compare(b.CreatedAt) })
}

// waiting is the name of the newest key if the edge does not know it yet.
func (k *keys) waiting() string {
	if newest := k.newest(); newest != nil && k.ids[newest.Name] == "" {
		return newest.Name
	}
	return ""
}

func (k *keys) newest() *signedurl.Key {
	if len(k.private) == 0 {
		return nil
	}
	return &k.private[len(k.private)-1]
}

func (k *keys) publicIndex(name string) int {
	return slices.IndexFunc(k.public, func(p PublicKey) bool { return p.Name == name })
}

func (k *keys) published(name string) bool { return k.publicIndex(name) >= 0 }

// publish adds the newest key to the public list, unless it is there, and dates
// the end of the others.
func (k *keys) publish(now time.Time) error {
	newest := k.newest()
	if k.published(newest.Name) {
		return nil
	}
	text, err := publicPEM(newest.PrivateKey)
	if err != nil {
		return fmt.Errorf("read the key %s: %w", newest.Name, err)
	}
	end := now.Add(supersededLife()).Truncate(time.Second)
	for i := range k.public {
		if k.public[i].RetireAfter == nil {
			k.public[i].RetireAfter = &end
		}
	}
	k.public = append(k.public, PublicKey{Name: newest.Name, PublicKey: text, CreatedAt: newest.CreatedAt})
	return nil
}

// retire drops the keys whose time is over. Until the edge knows a newer one, a
// key may still be the one that signs: then its time is not over, and so never
// is that of the newest.
func (k *keys) retire(now time.Time) (retired []string) {
	retired = []string{}
	for i, p := range k.public {
		known := slices.ContainsFunc(k.public[i+1:], func(newer PublicKey) bool { return k.ids[newer.Name] != "" })
		if known && p.RetireAfter != nil && !now.Before(*p.RetireAfter) {
			retired = append(retired, p.Name)
		}
	}
	k.public = slices.DeleteFunc(k.public, func(p PublicKey) bool { return slices.Contains(retired, p.Name) })
	if len(k.private) > 0 {
		newest := k.newest().Name
		k.private = slices.DeleteFunc(k.private, func(key signedurl.Key) bool {
			return key.Name != newest && !k.published(key.Name)
		})
	}
	return retired
}

func (r Ring) save(ctx context.Context, k *keys) error {
	private, err := encode(k.private)
	if err != nil {
		return err
	}
	public, err := encode(k.public)
	if err != nil {
		return err
	}
	writes := []struct {
		name, value string
		secret      bool
	}{{backendKeys, private, true}, {messagingKeys, private, true}, {streamKeys, private, true}, {publicKeys, public, false}}
	for _, w := range writes {
		if len(w.value) > maxBytes {
			return fmt.Errorf("%s%s would be %d bytes long, and Parameter Store takes %d: wait until a superseded key can be retired",
				r.Environment, w.name, len(w.value), maxBytes)
		}
	}
	for _, w := range writes {
		if k.was[w.name] == w.value || len(k.private) == 0 {
			continue
		}
		if err := r.Parameters.Put(ctx, r.Environment+w.name, w.value, w.secret); err != nil {
			return fmt.Errorf("write %s%s: %w", r.Environment, w.name, err)
		}
	}
	return nil
}

func encode(list any) (string, error) {
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(list); err != nil {
		return "", fmt.Errorf("encode keys: %w", err)
	}
	return string(bytes.TrimSpace(text.Bytes())), nil
}

// newKey names a key for the day and its own digest.
func newKey(now time.Time) (signedurl.Key, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return signedurl.Key{}, fmt.Errorf("make a key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return signedurl.Key{}, fmt.Errorf("encode a key: %w", err)
	}
	digest := sha256.Sum256(private.N.Bytes())
	return signedurl.Key{
		Name:       "media-" + now.UTC().Format("20060102") + "-" + hex.EncodeToString(digest[:4]),
		PrivateKey: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		CreatedAt:  now.UTC().Truncate(time.Millisecond),
	}, nil
}

func publicPEM(privateKey string) (string, error) {
	block, _ := pem.Decode([]byte(privateKey))
	if block == nil {
		return "", errors.New("not in PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return "", errors.New("not a PKCS #8 private key")
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return "", errors.New("not an RSA key")
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return "", fmt.Errorf("encode the public key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}
