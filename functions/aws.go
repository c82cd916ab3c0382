package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"maillage/functions/app"
	"maillage/functions/movement"
)

// callTimeout bounds one call of AWS; a lost reply is only seen by it.
const callTimeout = 3 * time.Second

// clients makes the clients of AWS from the environment that Lambda gives. The
// SDK's config module would read the same variables at twice the start-up time
// and two more megabytes.
type clients struct{ env func(string) string }

func (c clients) credentials() aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: c.env("AWS_ACCESS_KEY_ID"), SecretAccessKey: c.env("AWS_SECRET_ACCESS_KEY"),
			SessionToken: c.env("AWS_SESSION_TOKEN"), Source: "environment"}, nil
	})
}

// endpoint is the SDK's own variable for a service elsewhere than at AWS; nil
// for AWS.
func (c clients) endpoint(service string) *string {
	if url := c.env("AWS_ENDPOINT_URL_" + service); url != "" {
		return &url
	}
	return nil
}

func (c clients) http() *http.Client { return &http.Client{Timeout: callTimeout} }

func (c clients) dynamodb() *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{Region: c.env("AWS_REGION"), Credentials: c.credentials(), HTTPClient: c.http(),
		BaseEndpoint: c.endpoint("DYNAMODB"), DisableValidateResponseChecksum: c.endpoint("DYNAMODB") != nil})
}

func (c clients) ses() *sesv2.Client {
	return sesv2.New(sesv2.Options{Region: c.env("AWS_REGION"), Credentials: c.credentials(), HTTPClient: c.http(),
		BaseEndpoint: c.endpoint("SESV2")})
}

// secretsLife is how long secrets are kept before they are read again, so that a
// changed key reaches every function.
const secretsLife = 5 * time.Minute

// secrets reads one Secrets Manager value on first use.
func (c clients) secrets(arn string) movement.SecretSource {
	client := secretsmanager.New(secretsmanager.Options{Region: c.env("AWS_REGION"), Credentials: c.credentials(),
		HTTPClient: c.http(), BaseEndpoint: c.endpoint("SECRETS_MANAGER")})
	var (
		mu   sync.Mutex
		kept movement.Secrets
		read time.Time
	)
	return func(ctx context.Context) (movement.Secrets, error) {
		mu.Lock()
		defer mu.Unlock()
		if !read.IsZero() && time.Since(read) < secretsLife {
			return kept, nil
		}
		out, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn})
		if err != nil {
			return movement.Secrets{}, fmt.Errorf("read secrets: %w", err)
		}
		if kept, err = app.ParseSecrets([]byte(aws.ToString(out.SecretString))); err == nil {
			read = time.Now()
		}
		return kept, err
	}
}
