package infra_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEdgeCode: the functions that are tested in infra/edge are the ones that
// are deployed.
func TestEdgeCode(t *testing.T) {
	template := readTemplate(t)
	files := map[string]string{"ViewerFunction": "edge/viewer.js", "RewriteFunction": "edge/rewrite.js"}
	for _, name := range template.ofType("AWS::CloudFront::Function") {
		want, err := os.ReadFile(files[name])
		if err != nil {
			t.Fatal(err)
		}
		properties := template.Resources[name].Properties
		code, filled := strings.CutPrefix(text(properties["FunctionCode"]), "Fn::Sub ")
		if filled != strings.Contains(code, "${") || strings.Count(code, "${") != strings.Count(code, "'${ZoneDomains}'")+strings.Count(code, "'${AdminDomain}'") {
			t.Errorf("%s: CloudFormation fills in the hosts and nothing else", name)
		}
		if diff := cmp.Diff(string(want), code); diff != "" {
			t.Errorf("%s is not %s (-file +template):\n%s", name, files[name], diff)
		}
		if runtime := text(at(properties, "FunctionConfig", "Runtime")); runtime != "cloudfront-js-2.0" {
			t.Errorf("%s runs on %s", name, runtime)
		}
		if len(want) > 10<<10 {
			t.Errorf("%s has %d bytes; CloudFront takes 10 kB", files[name], len(want))
		}
	}
}

func TestDistributions(t *testing.T) {
	template := readTemplate(t)
	tests := []struct{ distribution, hosts, bucket, headers string }{
		{"SiteDistribution", "Fn::Split [, map[Fn::If:[HasZoneDomains map[Fn::Sub:${Domain},${ZoneDomains}] map[Ref:Domain]]]]", "SiteBucket", "SiteHeaders"},
		{"AdminDistribution", "[map[Ref:AdminDomain]]", "AdminBucket", "AdminHeaders"},
	}
	for _, test := range tests {
		t.Run(test.distribution, func(t *testing.T) {
			config := at(template.Resources[test.distribution].Properties, "DistributionConfig")
			got := map[string]string{}
			for _, name := range []string{"Aliases", "HttpVersion", "IPV6Enabled", "CustomErrorResponses", "Logging", "PriceClass"} {
				got[name] = text(at(config, name))
			}
			got["TLS"] = text(at(config, "ViewerCertificate", "MinimumProtocolVersion"))
			want := map[string]string{
				"Aliases": test.hosts, "HttpVersion": "http2and3", "IPV6Enabled": "true", "TLS": "TLSv1.2_2021",
				"CustomErrorResponses": "<nil>", "Logging": "<nil>", "PriceClass": "Ref PriceClass",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("distribution (-want +got):\n%s", diff)
			}
			checkOrigins(t, config, test.bucket)
			checkBehaviours(t, config, test.headers)
		})
	}
}

// checkOrigins holds that only the distribution's own signature opens the
// bucket, and that the API gets the origin secret over TLS.
func checkOrigins(t *testing.T, config any, bucket string) {
	t.Helper()
	origins := list(at(config, "Origins"))
	if len(origins) != 2 {
		t.Fatalf("got %d origins, want the bucket and the API", len(origins))
	}
	pages, api := origins[0], origins[1]
	got := []string{
		text(at(pages, "DomainName")), text(at(pages, "OriginAccessControlId")), text(at(api, "DomainName")),
		text(at(api, "CustomOriginConfig", "OriginProtocolPolicy")), text(at(api, "CustomOriginConfig", "OriginSSLProtocols")),
		text(at(api, "OriginCustomHeaders")),
		text(at(list(at(config, "OriginGroups", "Items"))[0], "FailoverCriteria", "StatusCodes", "Items")),
		text(at(list(at(config, "OriginGroups", "Items"))[0], "Members", "Items")),
	}
	want := []string{
		"Fn::GetAtt " + bucket + ".RegionalDomainName", "Fn::GetAtt BucketAccess.Id", "Fn::Sub ${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}",
		"https-only", "[TLSv1.2]",
		"[map[HeaderName:x-maillage-origin HeaderValue:map[Fn::Sub:{{resolve:secretsmanager:${OriginKey}:SecretString}}]]]",
		"[403 404]", "[map[OriginId:bucket] map[OriginId:api]]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("origins (-want +got):\n%s", diff)
	}
}

// checkBehaviours holds that pages are read only and the API is never cached,
// and that both pass the function that says who asks.
func checkBehaviours(t *testing.T, config any, headers string) {
	t.Helper()
	type behaviour struct{ Origin, Viewer, Methods, Cache, Request, Headers, Function string }
	read := func(b any) behaviour {
		functions := list(at(b, "FunctionAssociations"))
		if len(functions) != 1 || text(at(functions[0], "EventType")) != "viewer-request" {
			t.Fatalf("got functions %v, want one at the viewer's request", functions)
		}
		return behaviour{
			text(at(b, "TargetOriginId")), text(at(b, "ViewerProtocolPolicy")), text(at(b, "AllowedMethods")), text(at(b, "CachePolicyId")),
			text(at(b, "OriginRequestPolicyId")), text(at(b, "ResponseHeadersPolicyId")), text(at(functions[0], "FunctionARN")),
		}
	}
	others := list(at(config, "CacheBehaviors"))
	if len(others) != 1 || text(at(others[0], "PathPattern")) != "/api/*" {
		t.Fatalf("got behaviours %v, want one for /api/*", others)
	}
	got := []behaviour{read(at(config, "DefaultCacheBehavior")), read(others[0])}
	const cachingDisabled, allViewerExceptHost = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"
	want := []behaviour{
		{"pages", "redirect-to-https", "[GET HEAD]", "Ref PageCache", "Ref PageRequest", "Ref " + headers, "Fn::GetAtt RewriteFunction.FunctionARN"},
		{"api", "https-only", "[GET HEAD OPTIONS PUT PATCH POST DELETE]", cachingDisabled, allViewerExceptHost, "Ref " + headers,
			"Fn::GetAtt ViewerFunction.FunctionARN"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("behaviours (-want +got):\n%s", diff)
	}
}

// TestPageCache: no personal thing may become part of a cached page.
func TestPageCache(t *testing.T) {
	template := readTemplate(t)
	cache := at(template.Resources["PageCache"].Properties, "CachePolicyConfig")
	key := at(cache, "ParametersInCacheKeyAndForwardedToOrigin")
	request := at(template.Resources["PageRequest"].Properties, "OriginRequestPolicyConfig")
	got := []string{
		text(at(cache, "MinTTL")),
		text(at(key, "CookiesConfig", "CookieBehavior")), text(at(key, "HeadersConfig", "HeaderBehavior")),
		text(at(key, "QueryStringsConfig", "QueryStringBehavior")), text(at(request, "CookiesConfig", "CookieBehavior")),
		text(at(request, "QueryStringsConfig", "QueryStringBehavior")), text(at(request, "HeadersConfig", "Headers")),
	}
	if diff := cmp.Diff([]string{"0", "none", "none", "none", "none", "none", "[x-maillage-host x-maillage-ip]"}, got); diff != "" {
		t.Errorf("cache of pages (-want +got):\n%s", diff)
	}
}

func TestResponseHeaders(t *testing.T) {
	strict := map[string]string{
		"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'", "connect-src": "'self'",
		"form-action": "'self'", "base-uri": "'none'", "object-src": "'none'", "frame-ancestors": "'none'",
	}
	tests := []struct {
		policy string
		more   map[string]string
	}{
		{"SiteHeaders", map[string]string{"media-src": "'self'", "manifest-src": "'self'",
			"frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com https://geo.dailymotion.com"}},
		{"AdminHeaders", map[string]string{"require-trusted-types-for": "'script'", "trusted-types": "'none'"}},
	}
	template := readTemplate(t)
	for _, test := range tests {
		config := at(template.Resources[test.policy].Properties, "ResponseHeadersPolicyConfig")
		security := at(config, "SecurityHeadersConfig")
		got := map[string]string{}
		for directive := range strings.SplitSeq(text(at(security, "ContentSecurityPolicy", "ContentSecurityPolicy")), ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), " ")
			got[name] = value
		}
		want := map[string]string{}
		for _, directives := range []map[string]string{strict, test.more} {
			for name, value := range directives {
				want[name] = value
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: content security policy (-want +got):\n%s", test.policy, diff)
		}
		others := []string{
			text(at(security, "FrameOptions", "FrameOption")), text(at(security, "ReferrerPolicy", "ReferrerPolicy")),
			text(at(security, "ContentTypeOptions", "Override")), text(at(security, "StrictTransportSecurity", "AccessControlMaxAgeSec")),
			text(at(list(at(config, "CustomHeadersConfig", "Items"))[0], "Header")),
		}
		if diff := cmp.Diff([]string{"DENY", "same-origin", "true", "63072000", "Cross-Origin-Opener-Policy"}, others); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.policy, diff)
		}
	}
}

// TestPublishing: what is uploaded to the buckets is what anybody may read, of all
// hosts; the generator's own notes and members' files are none of it.
func TestPublishing(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(makefile)) {
		if words := strings.Fields(line); len(words) > 4 && words[0] == "aws" && words[1] == "s3" {
			got = append(got, strings.Join(words[2:], " "))
		}
	}
	want := []string{
		`sync dist/public s3://$(call output,SiteBucket) --exclude '*' --include '*/assets/*' --cache-control "public, max-age=31536000, immutable"`,
		`sync dist/public s3://$(call output,SiteBucket) --delete --exclude '*/assets/*'`,
		`sync dist/admin s3://$(call output,AdminBucket) --delete`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("uploads (-want +got):\n%s", diff)
	}
}
