package resize

import (
	"encoding/base64"

	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/upload"
)

func (r *Resizer) manifest(in upload.Incoming, state upload.State) upload.Manifest {
	return upload.Manifest{
		Version: upload.ManifestVersion, ID: in.ID, Owner: in.Owner, Purpose: in.Purpose,
		State: state, CreatedAt: r.Now().UTC(),
	}
}

func (r *Resizer) refused(in upload.Incoming, refusal *photo.Refusal) upload.Manifest {
	m := r.manifest(in, upload.Refused)
	m.Refusal = &upload.Refusal{Code: refusal.Code, Message: refusal.Message}
	return m
}

// ready lists renditions in the order of the result's outputs.
func (r *Resizer) ready(in upload.Incoming, result photo.Result) upload.Manifest {
	m := r.manifest(in, upload.Ready)
	m.Picture = &upload.Picture{
		Width: result.Width, Height: result.Height, Animated: result.Animated,
		Placeholder: base64.StdEncoding.EncodeToString(result.Placeholder),
	}
	for _, out := range result.Outputs {
		format := upload.Format(out.Format)
		m.Picture.Renditions = append(m.Picture.Renditions, upload.Rendition{
			Key:         upload.RenditionKey(in.Purpose, in.ID, out.Width, format),
			Format:      format,
			ContentType: format.ContentType(),
			Width:       out.Width,
			Height:      out.Height,
			Bytes:       int64(len(out.Data)),
		})
	}
	return m
}
