package live

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/encoding/httpbinding"

	"github.com/cruddur/cruddur/platform/awstrace"
)

// ManagementAPI is a Gateway by HTTP. It signs requests with the SDK's own
// signer and sends them as the SDK's client of this API does.
type ManagementAPI struct {
	endpoint    *url.URL
	region      string
	credentials aws.CredentialsProvider
	signer      *v4.Signer
	client      *http.Client
	now         func() time.Time
}

var _ Gateway = (*ManagementAPI)(nil)

// NewManagementAPI returns the gateway of a stage, whose address is endpoint.
func NewManagementAPI(cfg aws.Config, endpoint *url.URL, now func() time.Time) *ManagementAPI {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
		MaxIdleConnsPerHost: concurrency, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: patience,
	}
	return &ManagementAPI{
		endpoint: endpoint, region: cfg.Region, credentials: cfg.Credentials, signer: v4.NewSigner(),
		client: &http.Client{Transport: transport}, now: now,
	}
}

// Post implements Gateway.
func (a *ManagementAPI) Post(ctx context.Context, id string, data []byte) error {
	return a.call(ctx, http.MethodPost, id, data)
}

// Delete implements Gateway.
func (a *ManagementAPI) Delete(ctx context.Context, id string) error {
	err := a.call(ctx, http.MethodDelete, id, nil)
	if err == ErrGone { //nolint:errorlint // as call returns it
		return nil
	}
	return err
}

// operations are the names that AWS has for the methods.
var operations = map[string]string{ //nolint:gochecknoglobals // a constant
	http.MethodPost: "ApiGatewayManagementApi/PostToConnection", http.MethodDelete: "ApiGatewayManagementApi/DeleteConnection",
}

func (a *ManagementAPI) call(ctx context.Context, method, id string, data []byte) (err error) {
	ctx, done := awstrace.Begin(ctx, operations[method], a.region)
	defer func() { done(err) }()
	request, err := http.NewRequestWithContext(ctx, method, a.address(id), bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s a connection: %w", method, err)
	}
	if data != nil {
		request.Header.Set("Content-Type", "application/octet-stream")
	}
	if err := a.sign(ctx, request, data); err != nil {
		return fmt.Errorf("%s a connection: %w", method, err)
	}
	response, err := a.client.Do(request)
	if err != nil {
		return fmt.Errorf("%s a connection: %w", method, err)
	}
	defer func() { _ = response.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(response.Body, 1024))
	switch status := response.StatusCode; {
	case status < http.StatusMultipleChoices:
		return nil
	case status == http.StatusGone:
		return ErrGone
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError:
		return fmt.Errorf("%s a connection: status %d: %w", method, status, ErrBusy)
	default:
		return fmt.Errorf("%s a connection: status %d: %s", method, status, said)
	}
}

// address escapes @ and what is in ids, such as =, as the SDK does: the
// signature is over the escaped path.
func (a *ManagementAPI) address(id string) string {
	return a.endpoint.JoinPath().String() + "/%40connections/" + httpbinding.EscapePath(id, true)
}

func (a *ManagementAPI) sign(ctx context.Context, request *http.Request, data []byte) error {
	credentials, err := a.credentials.Retrieve(ctx)
	if err != nil {
		return fmt.Errorf("get credentials: %w", err)
	}
	hash := sha256.Sum256(data)
	return a.signer.SignHTTP(ctx, credentials, request, hex.EncodeToString(hash[:]), "execute-api", a.region, a.now())
}
