// Command publish gives the functions on AWS what the generator built for them:
// it writes the files of dist/data that changed into the table. The files of the
// sites themselves go to their buckets with `make publish`, which calls this.
//
//	go run ./infra/publish -table maillage-Table-ABC -region eu-west-3 -data dist/data
//	go run ./infra/publish -table … -region … -owner you@example.org
//
// -owner makes an organizer with every right on the root zone, and is the way
// back when the last one is lost. Credentials are those of the environment
// (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), as
// `aws configure export-credentials --format env` prints them.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"maillage/functions/app"
	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/dynamo"
)

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Getenv, os.Stdout, os.Stderr)) }

func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("publish", flag.ContinueOnError)
	flags.SetOutput(stderr)
	name := flags.String("table", "", "name of the table, an output of the stack")
	region := flags.String("region", env("AWS_REGION"), "region of the table")
	data := flags.String("data", "dist/data", "folder of the generator's data")
	owner := flags.String("owner", "", "address to give every right on the root zone")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *name == "" || *region == "" || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "publish: -table and -region are needed, and nothing else but flags")
		return 2
	}
	t := dynamo.New(dynamo.Config{Client: client(*region, env), Table: *name, Now: time.Now, Rand: rand.Reader})
	if err := publish(ctx, t, *data, *owner); err != nil {
		fmt.Fprintln(stderr, "publish:", err)
		return 1
	}
	fmt.Fprintln(stdout, "The functions have the data of", *data)
	return 0
}

// publish syncs the data, then appoints the owner if one is named.
func publish(ctx context.Context, t table.Table, data, owner string) error {
	a, err := app.New(app.Config{Table: t, Now: time.Now, Rand: rand.Reader, Log: slog.Default(),
		Secrets: func(context.Context) (movement.Secrets, error) {
			return movement.Secrets{}, errors.New("publishing needs no secrets")
		}})
	if err != nil {
		return err
	}
	if err := a.Store.SyncData(ctx, os.DirFS(data)); err != nil {
		return err
	}
	if owner == "" {
		return nil
	}
	zones, err := a.Store.Zones(ctx)
	if err != nil {
		return err
	}
	_, err = a.Appoint(ctx, owner, movement.Area{Zone: zones.Root().ID}, movement.Permissions())
	return err
}

func client(region string, env func(string) string) *dynamodb.Client {
	options := dynamodb.Options{Region: region, HTTPClient: &http.Client{Timeout: 10 * time.Second},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: env("AWS_ACCESS_KEY_ID"), SecretAccessKey: env("AWS_SECRET_ACCESS_KEY"),
				SessionToken: env("AWS_SESSION_TOKEN"), Source: "environment"}, nil
		})}
	if endpoint := env("AWS_ENDPOINT_URL_DYNAMODB"); endpoint != "" {
		options.BaseEndpoint, options.DisableValidateResponseChecksum = &endpoint, true
	}
	return dynamodb.New(options)
}
