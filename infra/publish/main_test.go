package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"maillage/functions/table"
	"maillage/functions/table/dynamo/dynamotest"
)

var dynamodbLocal dynamotest.Server

func TestMain(m *testing.M) { os.Exit(dynamodbLocal.Run(m)) }

const zonesJSON = `{"zones":[{"id":"fr","slug":"fr","name":{"fr":"France"},"site":"/"}],"overlays":[],"postal":{}}`

// TestPublish writes a generator's data and an owner into a real table, twice:
// the second time changes nothing of the data.
func TestPublish(t *testing.T) {
	target := dynamodbLocal.NewTable(t, time.Now)
	data := t.TempDir()
	for name, content := range map[string]string{"zones.json": zonesJSON, "wordings.json": "{}", "shell/fr.fr.html": "<main data-shell></main>"} {
		file := filepath.Join(data, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := publish(t.Context(), target, data, "camille@example.org"); err != nil {
			t.Fatal(err)
		}
	}
	for key, version := range map[table.Key]int64{
		{PK: "data#zones.json", SK: "data"}:       1,
		{PK: "data#shell/fr.fr.html", SK: "data"}: 1,
	} {
		item, err := target.Get(t.Context(), key)
		if err != nil || item.Version != version {
			t.Errorf("%s: version %d, %v; want %d", key, item.Version, err, version)
		}
	}
}

func TestUsage(t *testing.T) {
	var out bytes.Buffer
	if code := run(context.Background(), nil, func(string) string { return "" }, &out, &out); code != 2 {
		t.Errorf("exit code %d without a table, want 2", code)
	}
}
