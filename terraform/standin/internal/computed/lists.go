package computed

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// lengths are those of computed lists whose members modules read. All others
// are empty.
var lengths = map[string]int{
	"aws_db_instance.master_user_secret":                      1,
	"aws_sesv2_email_identity.dkim_signing_attributes.tokens": 3,
}

func (r *Resource) list(path string, kind tftypes.Type) []tftypes.Value {
	list, _ := kind.(tftypes.List)
	length := lengths[r.kind+"."+path]
	members := make([]tftypes.Value, 0, length)
	for i := range length {
		members = append(members, r.member(path, i, list.ElementType))
	}
	return members
}

func (r *Resource) member(path string, index int, kind tftypes.Type) tftypes.Value {
	object, ok := kind.(tftypes.Object)
	if !ok {
		return tftypes.NewValue(kind, r.text(path)+strconv.Itoa(index+1))
	}
	attributes := value.Object{}
	for name, attribute := range object.AttributeTypes {
		attributes[name] = r.value(path+"."+name, attribute)
	}
	return tftypes.NewValue(object, attributes)
}

// set makes up a set: for a certificate, how each of its names is proven.
func (r *Resource) set(path string, kind tftypes.Type) []tftypes.Value {
	set, _ := kind.(tftypes.Set)
	object, ok := set.ElementType.(tftypes.Object)
	if !ok || r.kind+"."+path != "aws_acm_certificate.domain_validation_options" {
		return []tftypes.Value{}
	}
	proofs := []tftypes.Value{}
	for _, domain := range append([]string{value.Text(r.given["domain_name"])}, value.Texts(r.given["subject_alternative_names"])...) {
		proofs = append(proofs, tftypes.NewValue(object, map[string]tftypes.Value{
			"domain_name":           tftypes.NewValue(tftypes.String, domain),
			"resource_record_name":  tftypes.NewValue(tftypes.String, "_"+r.hash[:32]+"."+domain+"."),
			"resource_record_type":  tftypes.NewValue(tftypes.String, "CNAME"),
			"resource_record_value": tftypes.NewValue(tftypes.String, "_"+r.hash[32:]+".acm-validations.aws."),
		}))
	}
	return proofs
}
