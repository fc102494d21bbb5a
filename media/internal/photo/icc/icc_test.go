package icc_test

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/media/internal/photo/icc"
	"github.com/cruddur/cruddur/media/internal/photo/icc/icctest"
)

// p3 is Display P3's primaries with another curve.
func p3(curve string) string {
	return icctest.Matrix([3][3]float64{
		{0.51512, 0.24120, -0.00105},
		{0.29198, 0.69225, 0.04189},
		{0.15710, 0.06657, 0.78407},
	}, curve)
}

func curv(points string) string { return "curv\x00\x00\x00\x00" + points }

func TestPixel(t *testing.T) {
	t.Parallel()
	formula := icctest.Parametric(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	tests := []struct {
		name, profile string
		in, want      color.NRGBA
	}{
		{"Display P3", icctest.DisplayP3(), color.NRGBA{200, 80, 60, 255}, color.NRGBA{216, 69, 51, 255}},
		{"white stays white", icctest.DisplayP3(), color.NRGBA{255, 255, 255, 255}, color.NRGBA{255, 255, 255, 255}},
		{"black stays black", icctest.DisplayP3(), color.NRGBA{0, 0, 0, 255}, color.NRGBA{0, 0, 0, 255}},
		{"grey stays grey", icctest.DisplayP3(), color.NRGBA{99, 99, 99, 255}, color.NRGBA{99, 99, 99, 255}},
		{"what sRGB can't show is clipped", icctest.DisplayP3(), color.NRGBA{0, 255, 0, 255}, color.NRGBA{0, 255, 0, 255}},
		// A gamma of 2.2 is near sRGB's curve, but not it.
		{"a gamma", p3(curv("\x00\x00\x00\x01\x02\x33")), color.NRGBA{200, 80, 60, 255}, color.NRGBA{218, 67, 47, 255}},
		{"linear light", p3(curv("\x00\x00\x00\x00")), color.NRGBA{55, 55, 55, 255}, color.NRGBA{128, 128, 128, 255}},
		{"a table", p3(curv("\x00\x00\x00\x03\x00\x00\x80\x00\xff\xff")), color.NRGBA{55, 55, 55, 255}, color.NRGBA{128, 128, 128, 255}},
		{"a formula of the last kind", p3(strings.Replace(formula, "\x00\x03", "\x00\x04", 1) + strings.Repeat("\x00", 8)), color.NRGBA{200, 80, 60, 255}, color.NRGBA{216, 69, 51, 255}},
		{"a formula of the first kind", p3("para\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00"), color.NRGBA{55, 55, 55, 255}, color.NRGBA{128, 128, 128, 255}},
		{"a formula of the second kind", p3("para\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"), color.NRGBA{55, 55, 55, 255}, color.NRGBA{128, 128, 128, 255}},
		{"a formula of the third kind", p3("para\x00\x00\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), color.NRGBA{55, 55, 55, 255}, color.NRGBA{128, 128, 128, 255}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			converter := icc.NewConverter([]byte(test.profile))
			if converter == nil {
				t.Fatal("not converted")
			}
			img := image.NewNRGBA(image.Rect(0, 0, 3, 2))
			img.SetNRGBA(2, 1, test.in)
			converter.Image(img)
			got := img.NRGBAAt(2, 1)
			for _, off := range []int{int(got.R) - int(test.want.R), int(got.G) - int(test.want.G), int(got.B) - int(test.want.B)} {
				if off < -1 || off > 1 {
					t.Fatalf("%v became %v, not %v", test.in, got, test.want)
				}
			}
		})
	}
}

func TestNothingToConvert(t *testing.T) {
	t.Parallel()
	good := icctest.DisplayP3()
	for name, profile := range map[string]string{
		"nothing":                "",
		"sRGB":                   icctest.SRGB(),
		"a header":               good[:128],
		"CMYK":                   strings.Replace(good, "RGB ", "CMYK", 1),
		"to Lab":                 strings.Replace(good, "XYZ ", "Lab ", 1),
		"no profile":             strings.Replace(good, "acsp", "abcd", 1),
		"without red":            strings.Replace(good, "rXYZ", "xXYZ", 1),
		"without a curve":        strings.Replace(good, "gTRC", "xTRC", 1),
		"cut short":              good[:len(good)-1],
		"more tags than it has":  good[:128] + "\xff\xff\xff\xff" + good[132:],
		"a curve of a new kind":  p3("para\x00\x00\x00\x00\x00\x05\x00\x00"),
		"a formula cut short":    p3("para\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00"),
		"a table cut short":      p3(curv("\x00\x00\x00\x09\x00\x00")),
		"a table without end":    p3(curv("\xff\xff\xff\xff")),
		"a formula that divides": p3("para\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		"too long":               good + strings.Repeat("x", icc.MaxBytes),
	} {
		if icc.NewConverter([]byte(profile)) != nil {
			t.Errorf("%s is converted", name)
		}
	}
}

func FuzzConverter(f *testing.F) {
	f.Add([]byte(icctest.DisplayP3()))
	f.Add([]byte(icctest.SRGB()))
	f.Add([]byte(p3(curv("\x00\x00\x00\x03\x00\x00\x80\x00\xff\xff"))))
	f.Add([]byte(p3("para\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00")))
	f.Fuzz(func(_ *testing.T, profile []byte) {
		if converter := icc.NewConverter(profile); converter != nil {
			for v := range 256 {
				converter.Pixel(uint8(v), uint8(255-v), uint8(v/2))
			}
		}
	})
}
