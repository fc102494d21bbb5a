package objectstest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Upload is a file that the media service is done with.
type Upload struct {
	ID      uuid.UUID
	Owner   uuid.UUID
	Purpose string
	At      time.Time
	Refused bool
}

// Put stores an object. Memory has it, and tests make it of a real client.
type Put func(key string, data []byte, modified time.Time)

// Store writes what the media service would: renditions, and last the manifest.
func (u Upload) Store(put Put) {
	m := map[string]any{
		"version": 1, "id": u.ID, "owner": u.Owner, "purpose": u.Purpose, "created_at": u.At, "state": "refused",
		"refusal": map[string]string{"code": "broken", "message": "It is broken."},
	}
	if !u.Refused {
		delete(m, "refusal")
		m["state"] = "ready"
		m["picture"] = map[string]any{
			"width": 4032, "height": 3024, "animated": false, "placeholder": "1QcSHQRnh493V4dIh4eXh1h4kJUI",
			"renditions": u.renditions(put),
		}
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // of texts and numbers
	}
	put("manifests/"+u.ID.String()+".json", data, u.At)
}

func (u Upload) renditions(put Put) (renditions []map[string]any) {
	folder := "media/photos/"
	if u.Purpose == "avatar" || u.Purpose == "banner" {
		folder = "media/public/"
	}
	for format, ending := range map[string]string{"jpeg": ".jpg", "webp": ".webp"} {
		for _, width := range []int{320, 640} {
			key := fmt.Sprintf("%s%s/%d%s", folder, u.ID, width, ending)
			put(key, []byte(format), u.At)
			renditions = append(renditions, map[string]any{"key": key, "format": format, "width": width, "height": width * 3 / 4, "bytes": 4})
		}
	}
	return renditions
}
