// Command bootstrap is every function of Maillage in one binary for AWS Lambda.
// Each Lambda resource starts the entry that the variable _HANDLER names, with a
// role of its own; functions/app holds the table of entries. See
// infra/template.yaml for what surrounds it, and infra/local for the same product
// on one machine.
package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"maillage/functions/app"
	"maillage/functions/mail"
	"maillage/functions/mail/ses"
	"maillage/functions/table/dynamo"
)

func main() { os.Exit(run(os.Getenv, os.Stderr)) }

// run starts the entry and only comes back when it cannot.
func run(env func(string) string, stderr io.Writer) int {
	entry, ok := app.Find(env("_HANDLER"))
	if !ok {
		fmt.Fprintf(stderr, "_HANDLER is %q, which is no entry of functions/app\n", env("_HANDLER"))
		return 2
	}
	aws := clients{env}
	a, err := app.New(app.Config{
		Table:   dynamo.New(dynamo.Config{Client: aws.dynamodb(), Table: env("MAILLAGE_TABLE"), Now: time.Now, Rand: rand.Reader}),
		Sender:  ses.New(ses.Config{Client: aws.ses(), ConfigurationSet: env("MAILLAGE_CONFIGURATION_SET")}),
		Secrets: aws.secrets(env("MAILLAGE_SECRETS")),
		Now:     time.Now,
		Rand:    rand.Reader,
		Log:     slog.New(slog.NewJSONHandler(os.Stdout, nil)),

		Organisation: env("MAILLAGE_ORGANISATION"),
		From:         mail.Address{Name: env("MAILLAGE_ORGANISATION"), Email: env("MAILLAGE_MAIL_FROM")},
		Origin:       env("MAILLAGE_ORIGIN"),
		AdminURL:     env("MAILLAGE_ADMIN_ORIGIN") + "/",
	})
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	lambda.Start(a.Lambda(entry))
	return 0
}
