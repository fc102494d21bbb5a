package main

import (
	"archive/tar"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// authoritiesURL is what backend/Dockerfile fetches for AWS, to a file of that name.
const (
	authoritiesURL  = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
	authoritiesFile = "/etc/ssl/certs/rds.pem"
)

// release is an image as it is deployed to AWS, and how it answers when there is
// no database.
type release struct {
	service string
	// ready is where the load balancer asks, and the answer it gets.
	ready  string
	status int
	// file must be there, for everybody to read.
	file string
}

var releases = []release{
	{service: backendService, ready: ":4567/api/ready", status: http.StatusServiceUnavailable, file: authoritiesFile},
	{service: messagingService, ready: ":4569/api/message_groups/ready", status: http.StatusOK},
}

// checkReleases builds the images that deploy.yml pushes, which for the backend
// is another than docker-compose.yml's, and starts each without the database.
func (r *rig) checkReleases(ctx context.Context) error {
	fmt.Println("compose-test: the images for AWS, while there is no database")
	if err := r.compose(ctx, "stop", postgresService); err != nil {
		return err
	}
	var failures []error
	for _, release := range releases {
		if err := r.checkRelease(ctx, release); err != nil {
			failures = append(failures, fmt.Errorf("the image of %s for AWS: %w", release.service, err))
		}
	}
	return errors.Join(errors.Join(failures...), r.up(ctx))
}

func (r *rig) checkRelease(ctx context.Context, release release) error {
	image, err := r.buildRelease(ctx, release.service)
	if err != nil {
		return err
	}
	name, err := r.runRelease(ctx, release.service, image)
	if err != nil {
		return err
	}
	defer func() {
		_, _ = r.docker(context.WithoutCancel(ctx), "rm", "--force", name)
		_, _ = r.docker(context.WithoutCancel(ctx), "image", "rm", image)
	}()
	if err := r.awaitHealth(ctx, name); err != nil {
		return err
	}
	return errors.Join(r.checkReady(ctx, name, release), r.checkReadable(ctx, name, release.file), r.checkStop(ctx, name))
}

// buildRelease builds with the arguments of deploy.yml, but for the platform.
func (r *rig) buildRelease(ctx context.Context, service string) (string, error) {
	image := r.project() + "-release-" + service
	args := []string{"build", "--quiet", "--file", r.repository + "/" + service + "/Dockerfile", "--tag", image}
	if service == backendService && !answers(ctx, authoritiesURL) {
		fmt.Println("compose-test: RDS's authorities are a STAND-IN: a certificate made here")
		server, err := serveAuthority()
		if err != nil {
			return "", err
		}
		defer server.Close()
		args = append(args, "--build-arg", "RDS_AUTHORITIES="+server.URL+"/bundle.pem")
	}
	_, err := r.docker(ctx, append(args, r.repository)...)
	return image, err
}

func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// serveAuthority serves a certificate to Docker, which runs on this machine where
// stand-ins are made.
func serveAuthority() (*httptest.Server, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "in the place of RDS"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	bundle := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bundle) })), nil
}

// runRelease starts the image with the surroundings of Compose's container, as
// locked in as the task on AWS is: no capability, nothing to write to.
func (r *rig) runRelease(ctx context.Context, service, image string) (string, error) {
	model, err := r.container(ctx, service)
	if err != nil {
		return "", err
	}
	const label = "--label"
	args := []string{
		"run", "--detach", "--name", image, "--network", r.project() + "_default", "--volumes-from", model.Name + ":ro",
		"--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
		// So that `docker compose down` takes it along when this run is killed.
		label, "com.docker.compose.project=" + r.project(), label, "com.docker.compose.service=release-" + service,
		label, "com.docker.compose.oneoff=False",
	}
	for _, variable := range model.Config.Env {
		args = append(args, "--env", variable)
	}
	_, err = r.docker(ctx, append(args, image)...)
	return image, err
}

// checkReady asks as the load balancer does. Linux lets the host into Docker's
// network.
func (r *rig) checkReady(ctx context.Context, name string, release release) error {
	address, err := r.docker(ctx, "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+release.ready, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != release.status {
		said, _ := io.ReadAll(answer.Body)
		return fmt.Errorf("%s without a database: %s, want %d\n%s", release.ready, answer.Status, release.status, said)
	}
	return nil
}

// checkReadable fails when the file is missing, or root's alone.
func (r *rig) checkReadable(ctx context.Context, name, file string) error {
	if file == "" {
		return nil
	}
	packed, err := r.docker(ctx, "cp", name+":"+file, "-")
	if err != nil {
		return err
	}
	header, err := tar.NewReader(strings.NewReader(packed)).Next()
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	if header.Mode&0o444 != 0o444 || header.Size == 0 {
		return fmt.Errorf("%s has %d bytes and the mode %o: the service, which is not root, must be able to read it", file, header.Size, header.Mode)
	}
	return nil
}

// checkStop fails when it had to be killed, or ends with an error.
func (r *rig) checkStop(ctx context.Context, name string) error {
	if _, err := r.docker(ctx, "stop", "--time", "30", name); err != nil {
		return err
	}
	code, err := r.docker(ctx, "inspect", "--format", "{{.State.ExitCode}}", name)
	if err == nil && code != "0" {
		err = fmt.Errorf("it ends with %s when it is stopped", code)
	}
	return err
}
