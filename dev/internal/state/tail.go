package state

import (
	"bytes"
	"io"
	"os"
)

// Tail returns the last lines of a log, oldest first. A log that isn't there
// is empty.
func (f Folder) Tail(name string, lines int) string {
	const most = 64 << 10
	file, err := os.Open(f.Log(name))
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err == nil && info.Size() > most {
		_, _ = file.Seek(-most, io.SeekEnd)
	}
	raw, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return ""
	}
	all := bytes.Split(bytes.TrimRight(raw, "\n"), []byte("\n"))
	return string(bytes.Join(all[max(0, len(all)-lines):], []byte("\n")))
}
