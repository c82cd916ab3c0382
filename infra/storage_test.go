package infra_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	table := readTemplate(t).Resources["Table"]
	if table.DeletionPolicy != "Retain" || table.UpdateReplacePolicy != "Retain" {
		t.Errorf("deletion policies: got %s and %s, want Retain", table.DeletionPolicy, table.UpdateReplacePolicy)
	}
	want := map[string]any{
		"BillingMode":                      "PAY_PER_REQUEST",
		"DeletionProtectionEnabled":        true,
		"TimeToLiveSpecification":          map[string]any{"AttributeName": "ttl", "Enabled": true},
		"PointInTimeRecoverySpecification": map[string]any{"PointInTimeRecoveryEnabled": true},
		"StreamSpecification":              map[string]any{"StreamViewType": "KEYS_ONLY"},
		"ContributorInsightsSpecification": map[string]any{"Enabled": false},
	}
	got := map[string]any{}
	for name := range want {
		got[name] = table.Properties[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestLogs(t *testing.T) {
	template := readTemplate(t)
	groups := template.ofType("AWS::Logs::LogGroup")
	if want := len(template.ofType("AWS::Serverless::Function")) + 1; len(groups) != want {
		t.Errorf("got log groups %v, want %d: one per function and the API's", groups, want)
	}
	for _, group := range groups {
		if days := template.Resources[group].Properties["RetentionInDays"]; days != 30 {
			t.Errorf("%s keeps logs %v days, want 30", group, days)
		}
	}
	format := text(at(template.Resources["Api"].Properties, "AccessLogSettings", "Format"))
	for _, personal := range []string{"identity", "path", "Path", "header", "authorizer"} {
		if strings.Contains(format, personal) {
			t.Errorf("the API logs %s: %s", personal, format)
		}
	}
}

func TestBuckets(t *testing.T) {
	template := readTemplate(t)
	want := map[string]any{
		"BucketEncryption": map[string]any{"ServerSideEncryptionConfiguration": []any{
			map[string]any{"ServerSideEncryptionByDefault": map[string]any{"SSEAlgorithm": "AES256"}},
		}},
		"OwnershipControls": map[string]any{"Rules": []any{map[string]any{"ObjectOwnership": "BucketOwnerEnforced"}}},
		"PublicAccessBlockConfiguration": map[string]any{
			"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
		},
		"VersioningConfiguration": map[string]any{"Status": "Enabled"},
	}
	buckets := template.ofType("AWS::S3::Bucket")
	if wantBuckets := []string{"AdminBucket", "MembersBucket", "SiteBucket"}; !slices.Equal(buckets, wantBuckets) {
		t.Fatalf("got buckets %v, want %v", buckets, wantBuckets)
	}
	for _, name := range buckets {
		bucket := template.Resources[name]
		got := map[string]any{}
		for property := range bucket.Properties {
			if property != "LifecycleConfiguration" {
				got[property] = bucket.Properties[property]
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if bucket.DeletionPolicy != "Retain" {
			t.Errorf("%s: deletion policy %s, want Retain", name, bucket.DeletionPolicy)
		}
		rules := list(at(bucket.Properties, "LifecycleConfiguration", "Rules"))
		if len(rules) != 1 || at(rules[0], "NoncurrentVersionExpiration", "NoncurrentDays") == nil ||
			at(rules[0], "AbortIncompleteMultipartUpload", "DaysAfterInitiation") == nil {
			t.Errorf("%s: old versions and broken uploads must go: %v", name, rules)
		}
	}
}

// TestBucketPolicies: TLS for all, reading for the one distribution that serves
// the bucket, nothing else for anybody.
func TestBucketPolicies(t *testing.T) {
	readers := map[string]string{"SiteBucket": "SiteDistribution", "AdminBucket": "AdminDistribution", "MembersBucket": ""}
	template := readTemplate(t)
	for bucket, distribution := range readers {
		properties := template.Resources[bucket+"Policy"].Properties
		want := []any{map[string]any{
			"Sid": "TLSOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
			"Resource":  []any{map[string]any{"Fn::GetAtt": bucket + ".Arn"}, map[string]any{"Fn::Sub": "${" + bucket + ".Arn}/*"}},
			"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
		}}
		if distribution != "" {
			arn := "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${" + distribution + "}"
			want = append(want, map[string]any{
				"Sid": "Edge", "Effect": "Allow", "Principal": map[string]any{"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
				"Resource":  map[string]any{"Fn::Sub": "${" + bucket + ".Arn}/*"},
				"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceArn": map[string]any{"Fn::Sub": arn}}},
			})
		}
		if text(properties["Bucket"]) != "Ref "+bucket {
			t.Errorf("%sPolicy is for %s", bucket, text(properties["Bucket"]))
		}
		if diff := cmp.Diff(want, at(properties, "PolicyDocument", "Statement")); diff != "" {
			t.Errorf("%sPolicy (-want +got):\n%s", bucket, diff)
		}
	}
}

// TestSecrets: one value with five keys, each drawn and never written here.
func TestSecrets(t *testing.T) {
	template := readTemplate(t)
	value := text(template.Resources["Secrets"].Properties["SecretString"])
	for field, drawn := range map[string]string{
		"token": "TokenKey", "cursor": "CursorKey", "challenge": "ChallengeKey", "pass": "PassKey", "origin": "OriginKey",
	} {
		if !strings.Contains(value, `"`+field+`":{"current":"{{resolve:secretsmanager:${`+drawn+`}`) {
			t.Errorf("Secrets has no %s drawn from %s: %s", field, drawn, value)
		}
		generated := at(template.Resources[drawn].Properties, "GenerateSecretString")
		if length, _ := at(generated, "PasswordLength").(int); length < 43 || at(generated, "ExcludePunctuation") != true {
			t.Errorf("%s: got %v, want 43 letters and digits or more (256 bits)", drawn, generated)
		}
	}
}

func TestMail(t *testing.T) {
	template := readTemplate(t)
	for _, name := range template.ofType("AWS::SES::ConfigurationSet") {
		properties := template.Resources[name].Properties
		if properties["TrackingOptions"] != nil {
			t.Errorf("%s tracks people", name)
		}
		if got := text(at(properties, "VdmOptions", "DashboardOptions", "EngagementMetrics")); got != "DISABLED" {
			t.Errorf("%s: engagement metrics %s, want DISABLED", name, got)
		}
		if got := text(at(properties, "SuppressionOptions", "SuppressedReasons")); got != "[BOUNCE]" {
			t.Errorf("%s suppresses %s, want [BOUNCE]", name, got)
		}
		if got := text(at(properties, "DeliveryOptions", "TlsPolicy")); got != "REQUIRE" {
			t.Errorf("%s: TLS %s, want REQUIRE", name, got)
		}
	}
	if tracking := template.ofType("AWS::SES::ConfigurationSetEventDestination"); len(tracking) > 0 {
		t.Errorf("%v: SES tracks opens and clicks for event destinations that ask for them; test their events here first", tracking)
	}
}

// TestAlarms: each thing that goes wrong in silence has somebody told.
func TestAlarms(t *testing.T) {
	template := readTemplate(t)
	got := map[string]bool{}
	for _, name := range template.ofType("AWS::CloudWatch::Alarm") {
		properties := template.Resources[name].Properties
		key := text(properties["MetricName"])
		for _, dimension := range list(properties["Dimensions"]) {
			key += " of " + text(at(dimension, "Value"))
		}
		got[key] = true
		if actions := texts(properties["AlarmActions"]); !slices.Equal(actions, []string{"Ref Alarms"}) {
			t.Errorf("%s tells %v", name, actions)
		}
	}
	want := map[string]bool{
		"5xx of Ref Api": true, "ApproximateNumberOfMessagesVisible of Fn::GetAtt FailureQueue.QueueName": true,
		"IteratorAge of Ref NewsletterSend": true, "Invocations of Ref NewsletterSend": true, "Errors of Ref NewsletterSend": true,
		"Throttles of Ref MembershipHttp": true, "Throttles of Ref AdminHttp": true,
		"Reputation.ComplaintRate": true, "Reputation.BounceRate": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alarms (-want +got):\n%s", diff)
	}
}
