package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/config"
)

func TestSecretHides(t *testing.T) {
	t.Parallel()
	const secret = config.Secret("hunter2")
	holder := struct{ Password config.Secret }{secret}
	shown := make(map[string]string)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
		shown[verb] = fmt.Sprintf(verb, secret)
		shown[verb+" of a struct"] = fmt.Sprintf(verb, holder)
		shown[verb+" of a pointer"] = fmt.Sprintf(verb, &holder)
	}
	encoded, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	shown["JSON"] = string(encoded)
	shown["String"] = secret.String()
	shown["GoString"] = secret.GoString()
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "secret", secret, "holder", holder)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "secret", secret, "holder", holder)
	shown["slog"] = out.String()

	for how, text := range shown {
		if strings.Contains(text, "hunter2") || strings.Contains(strings.ToLower(text), "68756e74657232") {
			t.Errorf("%s shows the secret: %s", how, text)
		}
		if !strings.Contains(text, "redacted") {
			t.Errorf("%s doesn't say that it hides something: %s", how, text)
		}
	}
	if secret.Reveal() != "hunter2" {
		t.Errorf("Reveal = %q", secret.Reveal())
	}
}
