package signedurl

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"time"

	"github.com/cruddur/cruddur/dev/internal/edge/wildcard"
	"github.com/cruddur/cruddur/platform/strictjson"
)

// maxPolicyBytes is far above any policy that CloudFront takes in a URL.
const maxPolicyBytes = 4 << 10

// policy is what a custom policy says.
type policy struct {
	resource string
	// begin is zero when the policy counts from ever.
	begin, end time.Time
	// viewers are the addresses that may use it; everybody when it isn't valid.
	viewers netip.Prefix
}

// policyDocument is a custom policy as CloudFront documents it. What isn't
// named here fails to be read: a condition that we don't know can't be judged.
type policyDocument struct {
	Statement []struct {
		Resource  string `json:"Resource"`
		Condition struct {
			DateLessThan    *epochTime `json:"DateLessThan"`
			DateGreaterThan *epochTime `json:"DateGreaterThan"`
			IPAddress       *struct {
				SourceIP string `json:"AWS:SourceIp"`
			} `json:"IpAddress"`
		} `json:"Condition"`
	} `json:"Statement"`
}

type epochTime struct {
	Seconds *int64 `json:"AWS:EpochTime"`
}

var errPolicy = errors.New("malformed policy")

// parsePolicy reads a policy and fails for anything that could be read in two
// ways.
func parsePolicy(raw []byte) (policy, error) {
	if len(raw) > maxPolicyBytes {
		return policy{}, fmt.Errorf("%w: it is too long", errPolicy)
	}
	var document policyDocument
	if err := strictjson.Decode(raw, &document); err != nil {
		return policy{}, fmt.Errorf("%w: %w", errPolicy, err)
	}
	if len(document.Statement) != 1 {
		return policy{}, fmt.Errorf("%w: it has %d statements", errPolicy, len(document.Statement))
	}
	statement := document.Statement[0]
	if statement.Resource == "" {
		return policy{}, fmt.Errorf("%w: it names no resource", errPolicy)
	}
	read := policy{resource: statement.Resource}
	var err error
	if read.end, err = statement.Condition.DateLessThan.time(); err != nil || read.end.IsZero() {
		return policy{}, fmt.Errorf("%w: it has no end", errPolicy)
	}
	if read.begin, err = statement.Condition.DateGreaterThan.time(); err != nil {
		return policy{}, fmt.Errorf("%w: its begin is no time", errPolicy)
	}
	if address := statement.Condition.IPAddress; address != nil {
		if read.viewers, err = parseViewers(address.SourceIP); err != nil {
			return policy{}, err
		}
	}
	return read, nil
}

// time is zero when the condition isn't there.
func (e *epochTime) time() (time.Time, error) {
	switch {
	case e == nil:
		return time.Time{}, nil
	case e.Seconds == nil || *e.Seconds <= 0 || *e.Seconds > math.MaxInt32:
		return time.Time{}, errPolicy
	}
	return time.Unix(*e.Seconds, 0), nil
}

// parseViewers reads an address or a range of them.
func parseViewers(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("%w: its viewers are no address", errPolicy)
		}
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%w: its viewers are no range of addresses", errPolicy)
	}
	return prefix.Masked(), nil
}

// allows tells whether the policy lets this viewer have this address now.
func (p policy) allows(url string, viewer netip.Addr, now time.Time) error {
	switch {
	case !wildcard.Match(p.resource, url):
		return errors.New("it is for another resource")
	case !now.Before(p.end):
		return errors.New("it has ended")
	case !p.begin.IsZero() && !now.After(p.begin):
		return errors.New("it has not begun")
	case p.viewers.IsValid() && !p.viewers.Contains(viewer.Unmap()):
		return errors.New("it is for other viewers")
	}
	return nil
}
