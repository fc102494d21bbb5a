package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/platform/fault"
)

// endSigner signs with what there is to sign, so that tests can read it.
type endSigner struct{}

func (endSigner) Sign(folder string, until time.Time) (string, error) {
	return folder + " until " + until.UTC().Format(time.RFC3339Nano), nil
}

func (endSigner) Counts(signature string) bool { return !strings.HasPrefix(signature, "old key") }

func somePicture(id uuid.UUID) cruddur.Picture {
	return cruddur.Picture{ID: id, Width: 4, Height: 3, Placeholder: "x", Widths: []int{4}, Formats: []string{"jpeg"}}
}

// signing is the same store, with a signer.
func (b *bundle) signing() *postgres.Store {
	return postgres.NewStore(b.pool, postgres.WithSigner(endSigner{}))
}

func photoDraft(author cruddur.Person, ttl cruddur.TTL, photos ...uuid.UUID) cruddur.NewActivity {
	d := draft(author, "", ttl)
	for _, id := range photos {
		d.Photos = append(d.Photos, cruddur.Photo{Picture: somePicture(id)})
	}
	return d
}

func (b *bundle) postPhotos(t *testing.T, author cruddur.Person, ttl cruddur.TTL, photos ...uuid.UUID) cruddur.Activity {
	t.Helper()
	made, _, err := b.signing().CreateActivity(t.Context(), photoDraft(author, ttl, photos...))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// queued lists the pictures that jobs were told to delete, in the order of jobs.
func (b *bundle) queued(t *testing.T) (ids []uuid.UUID) {
	t.Helper()
	for _, job := range b.jobs(t, "delete_pictures") {
		var args postgres.DeletePicturesJob
		if err := json.Unmarshal(job, &args); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, args.IDs...)
	}
	return ids
}

func (b *bundle) jobs(t *testing.T, kind string) [][]byte {
	t.Helper()
	rows, err := b.pool.Query(t.Context(), "SELECT args FROM river_job WHERE kind = $1 AND queue = 'pictures' ORDER BY id", kind)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// Of those who want one picture at the same moment, one has it, and the cruds of
// the others are not there.
func TestOnePictureManyCruds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	store := b.signing()
	for range 5 {
		photo, other := uuid.New(), uuid.New()
		var posted atomic.Int64
		var wait sync.WaitGroup
		for i := range 6 {
			d := photoDraft(nova, cruddur.TTL1Day, photo, other)
			if i%2 == 1 {
				slices.Reverse(d.Photos) // two that wait for each other's would wait for ever
			}
			wait.Go(func() {
				_, _, err := store.CreateActivity(t.Context(), d)
				switch {
				case err == nil:
					posted.Add(1)
				case !errors.Is(err, cruddur.PicturesUnusable()):
					t.Error(err)
				default:
					if fields := fault.From(err).Fields; len(fields) != 2 || fields[0].Name != "photos.0.id" || fields[1].Code != "taken" {
						t.Errorf("faults %v", fields)
					}
				}
			})
		}
		wait.Wait()
		if posted.Load() != 1 {
			t.Errorf("%d cruds have it", posted.Load())
		}
	}
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 5 {
		t.Errorf("%d cruds, want 5", n)
	}
}

// What came of a request is found again by its key, before anything is checked.
func TestEarlierActivity(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	d := photoDraft(nova, cruddur.TTL7Days, uuid.New())
	d.IdempotencyKey, d.Fingerprint = "key-0001", []byte("a")
	if _, found, err := b.EarlierActivity(t.Context(), d); found || err != nil {
		t.Errorf("before: %v, %v", found, err)
	}
	made, _, err := b.signing().CreateActivity(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if earlier, found, err := b.EarlierActivity(t.Context(), d); !found || err != nil || earlier.ID != made.ID {
		t.Errorf("after: %v, %v", found, err)
	}
	if _, found, err := b.later(t, 25*time.Hour).EarlierActivity(t.Context(), d); found || err != nil {
		t.Errorf("a day later: %v, %v", found, err)
	}
	d.Fingerprint = []byte("b")
	if _, _, err := b.EarlierActivity(t.Context(), d); !errors.Is(err, cruddur.ErrIdempotencyKeyReused) {
		t.Errorf("another request: %v", err)
	}
	if err := b.DeleteActivity(t.Context(), nova.Sub, made.ID); err != nil {
		t.Fatal(err)
	}
	d.Fingerprint = []byte("a")
	if _, _, err := b.EarlierActivity(t.Context(), d); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("deleted: %v", err)
	}
}

func TestWithoutASigner(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	if _, _, err := b.CreateActivity(t.Context(), photoDraft(nova, cruddur.TTL1Day, uuid.New())); !errors.Is(err, cruddur.ErrPicturesUnavailable) {
		t.Errorf("posted: %v", err)
	}
	made := b.postPhotos(t, nova, cruddur.TTL1Day, uuid.New())
	if found, err := b.Activity(t.Context(), made.ID); err != nil || len(found.Photos) != 1 || found.Photos[0].Signature != "" {
		t.Errorf("read: %+v, %v", found, err)
	}
}

// A signature is stored until its thread has another end, or its key counts no
// longer; a job then stores another. Whatever it does, answers are right.
func TestSignaturesFollowTheLifeOfTheThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	store := b.signing()
	root := b.postPhotos(t, nova, cruddur.TTL1Day, uuid.New(), uuid.New())
	reply := replyDraft(nova, root.ID, "reply")
	reply.Photos = photoDraft(nova, "", uuid.New()).Photos
	if _, _, err := store.CreateActivity(t.Context(), reply); err != nil {
		t.Fatal(err)
	}
	plain := b.post(t, nova, "plain", cruddur.TTL1Day)
	right := func(when string, stored bool) {
		t.Helper()
		for _, id := range []uuid.UUID{root.ID, reply.ID} {
			found, err := store.Activity(t.Context(), id)
			if err != nil || len(found.Photos) == 0 {
				t.Fatalf("%s: %+v, %v", when, found, err)
			}
			for _, photo := range found.Photos {
				want, _ := endSigner{}.Sign(cruddur.PhotoFolder(photo.ID), found.Life.ExpiresAt.Truncate(time.Second))
				if photo.Signature != want {
					t.Errorf("%s: signed %q, want %q", when, photo.Signature, want)
				}
				n := b.count(t, "SELECT count(*) FROM media WHERE signature = '"+want+"'")
				if (n == 1) != stored {
					t.Errorf("%s: %q is stored: %v", when, want, n == 1)
				}
			}
		}
	}
	right("posted", true)
	for _, change := range []func() (cruddur.Activity, error){
		func() (cruddur.Activity, error) {
			return store.ChangeLife(t.Context(), nova.Sub, root.ID, cruddur.TTL7Days)
		},
		func() (cruddur.Activity, error) { return store.BurnActivity(t.Context(), nova.Sub, root.ID) },
		func() (cruddur.Activity, error) { return store.SpareActivity(t.Context(), nova.Sub, root.ID) },
	} {
		before := len(b.jobs(t, "sign_thread"))
		if _, err := change(); err != nil {
			t.Fatal(err)
		}
		if after := len(b.jobs(t, "sign_thread")); after != before+1 {
			t.Errorf("%d jobs for a change", after-before)
		}
		right("changed", false)
		for range 2 {
			if err := store.SignThread(t.Context(), root.ID); err != nil {
				t.Fatal(err)
			}
		}
		right("signed anew", true)
	}
	if _, err := store.ChangeLife(t.Context(), nova.Sub, plain.ID, cruddur.TTL7Days); err != nil || len(b.jobs(t, "sign_thread")) != 3 {
		t.Errorf("a thread of words: %v, %d jobs", err, len(b.jobs(t, "sign_thread")))
	}
	if _, err := b.pool.Exec(t.Context(), "UPDATE media SET signature = 'old key ' || signature"); err != nil {
		t.Fatal(err)
	}
	right("of a key that is gone", false)
}

// Everything that takes a photo away tells a job to delete it, in the same
// transaction, and once.
func TestWhatIsTakenAwayIsQueued(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	store := b.signing()
	first, second, third, last := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	own := uuid.New()
	root := b.postPhotos(t, nova, cruddur.TTL1Hour, own)
	reply := func(to uuid.UUID, photo uuid.UUID) uuid.UUID {
		d := replyDraft(nova, to, "")
		d.Photos = photoDraft(nova, "", photo).Photos
		if _, _, err := store.CreateActivity(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		return d.ID
	}
	stone := reply(root.ID, first)
	leaf := reply(stone, second)
	want := append(make([]uuid.UUID, 0, 6), first)
	check := func(when string) {
		t.Helper()
		if got := b.queued(t); !slices.Equal(got, want) {
			t.Errorf("%s: queued %v, want %v", when, got, want)
		}
	}
	remove := func(id uuid.UUID) {
		if err := b.DeleteActivity(t.Context(), nova.Sub, id); err != nil {
			t.Fatal(err)
		}
	}
	remove(stone)
	check("a stone")
	remove(leaf)
	want = append(want, second)
	check("a reply")
	avatar, next := somePicture(third), somePicture(uuid.New())
	for _, picture := range []*cruddur.Picture{&avatar, &avatar, &next, &next} {
		if _, err := b.UpdateProfile(t.Context(), nova.Sub, cruddur.ProfileChange{Avatar: &cruddur.PictureChange{Picture: picture}}); err != nil {
			t.Fatal(err)
		}
	}
	want = append(want, third)
	check("an avatar")
	for range 2 {
		if _, err := b.UpdateProfile(t.Context(), nova.Sub, cruddur.ProfileChange{Avatar: &cruddur.PictureChange{}}); err != nil {
			t.Fatal(err)
		}
	}
	want = append(want, next.ID)
	check("no avatar")
	reply(root.ID, last)
	remove(root.ID)
	want = append(want, own)
	check("a thread, whose replies are left to the purge")
	for range 2 {
		if _, err := b.Purge(t.Context(), postgres.PurgeByOperator, 100); err != nil {
			t.Fatal(err)
		}
	}
	want = append(want, last)
	check("a purge")
	// The jobs were lost: the purges of a while later queue all of them again.
	if _, err := b.later(t, 31*time.Second).Purge(t.Context(), postgres.PurgeByOperator, 2); err != nil {
		t.Fatal(err)
	}
	got := b.queued(t)[len(want):]
	slices.SortFunc(got, compareIDs)
	slices.SortFunc(want, compareIDs)
	if !slices.Equal(got, want) {
		t.Errorf("queued again: %v, want %v", got, want)
	}
	if f, err := b.later(t, time.Minute).Forgetting(t.Context()); err != nil || f.OldestExpired == nil || *f.OldestExpired < 50*time.Second {
		t.Errorf("pictures whose objects are there count as stored: %+v, %v", f, err)
	}
	if err := b.ForgetPictures(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, "SELECT count(*) FROM media"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

func compareIDs(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) }

// A transaction that is undone queues nothing.
func TestNothingIsQueuedForNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	crud := b.postPhotos(t, nova, cruddur.TTL1Hour, uuid.New())
	if err := b.DeleteActivity(t.Context(), ziggy.Sub, crud.ID); !errors.Is(err, cruddur.ErrNotAuthor) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.DeleteActivity(ctx, nova.Sub, crud.ID); err == nil {
		t.Fatal("deleted without a context")
	}
	if got := b.queued(t); len(got) != 0 {
		t.Errorf("queued %v", got)
	}
}

// A photo without words of somebody who is suspended is hidden, not deleted: it
// must not be taken for a stone that nothing hangs on.
func TestAHiddenPhotoIsNoBareStone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, ziggy, "root", cruddur.TTL1Day)
	photo := replyDraft(nova, root.ID, "")
	photo.Photos = photoDraft(nova, "", uuid.New()).Photos
	if _, _, err := b.signing().CreateActivity(t.Context(), photo); err != nil {
		t.Fatal(err)
	}
	below := b.reply(t, ziggy, photo.ID, "below")
	if _, _, err := b.Suspend(t.Context(), "nova", "test"); err != nil {
		t.Fatal(err)
	}
	if err := b.DeleteActivity(t.Context(), ziggy.Sub, below.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Restore(t.Context(), "nova"); err != nil {
		t.Fatal(err)
	}
	if found, err := b.signing().Activity(t.Context(), photo.ID); err != nil || len(found.Photos) != 1 {
		t.Errorf("got %+v, %v", found, err)
	}
}

// A crud of words and one of photos cost the same statements, but for one.
func TestFeedsAskForPhotosOnlyWhenThereAreSome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.post(t, nova, "words", cruddur.TTL1Day)
	page := cruddur.PageRequest{Limit: 20}
	read := func(s *postgres.Store) error { _, err := s.PublicFeed(t.Context(), page); return err }
	if n := b.statements(t, read); n != 1 {
		t.Errorf("%d statements for words", n)
	}
	b.postPhotos(t, nova, cruddur.TTL1Day, uuid.New())
	b.postPhotos(t, nova, cruddur.TTL1Day, uuid.New())
	if n := b.statements(t, read); n != 2 {
		t.Errorf("%d statements for photos", n)
	}
}
