package photo

// Refusal says why a picture is not taken: a stable code for programs, and
// words for the person who sent it. It is final: the same file is refused again.
type Refusal struct { //nolint:errname // it is an answer that travels as an error
	Code    string
	Message string

	cause error
}

// Error describes the refusal for a log.
func (r *Refusal) Error() string {
	if r.cause == nil {
		return "refused as " + r.Code
	}
	return "refused as " + r.Code + ": " + r.cause.Error()
}

// Unwrap returns what was found, or nil.
func (r *Refusal) Unwrap() error { return r.cause }

// Is compares codes.
func (r *Refusal) Is(target error) bool {
	other, ok := target.(*Refusal)
	return ok && other.Code == r.Code
}

func (r *Refusal) because(err error) error {
	c := *r
	c.cause = err
	return &c
}

// The refusals there are.
var (
	ErrEmpty             = &Refusal{Code: "empty", Message: "This file is empty."}
	ErrTooLarge          = &Refusal{Code: "too_large", Message: "This file is too large."}
	ErrUnsupportedFormat = &Refusal{
		Code:    "unsupported_format",
		Message: "This is not a picture that can be shown here. Please use a JPEG, PNG, GIF or WebP file.",
	}
	ErrBroken = &Refusal{
		Code:    "broken",
		Message: "This picture is damaged or incomplete. Please save it again, or choose another.",
	}
	ErrTooManyPixels = &Refusal{
		Code:    "too_many_pixels",
		Message: "This picture has too many pixels. Please make it smaller and try again.",
	}
	ErrTooComplex = &Refusal{
		Code:    "too_complex",
		Message: "This picture takes too much work to open. Please save it as an ordinary JPEG and try again.",
	}
)
