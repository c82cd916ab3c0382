// Package webp writes WebP pictures, lossy and lossless, in pure Go.
//
//	var encoder webp.Encoder
//	data, err := encoder.Encode(picture, webp.Options{Quality: 80, Method: 2})
//
// It runs libwebp, compiled to WebAssembly (wasm/README.txt), in wazero: the same
// bytes come out on every machine, no C compiler and no library of the machine
// is needed, and a picture that fools the encoder reaches nothing but the memory
// of one encoding. Modules that look for the machine's own libwebp first were
// not taken: what they write depends on where they run.
//
// The code is translated for the processor, in some 170 ms, when the first
// picture is encoded, and never in a program that encodes none.
package webp

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

//go:embed wasm/webp.wasm.gz
var program []byte

// MaxSide is the largest width and height of a WebP picture.
const MaxSide = 16383

// Encoder encodes pictures; the zero value is ready, for several goroutines.
type Encoder struct {
	once    sync.Once
	runtime wazero.Runtime
	module  wazero.CompiledModule
	err     error
}

// Options of one picture.
type Options struct {
	Quality  int  // 0 to 100; when lossless, the effort
	Method   int  // 0, fast, to 6, small
	Lossless bool // every pixel is kept, except what is fully transparent
}

// Encode returns the picture as a WebP file.
func (e *Encoder) Encode(m *image.NRGBA, o Options) ([]byte, error) {
	width, height := m.Rect.Dx(), m.Rect.Dy()
	if width < 1 || height < 1 || width > MaxSide || height > MaxSide {
		return nil, fmt.Errorf("WebP cannot hold a picture of %d by %d pixels", width, height)
	}
	if e.once.Do(e.compile); e.err != nil {
		return nil, e.err
	}
	ctx := context.Background()
	module, err := e.runtime.InstantiateModule(ctx, e.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("start WebP encoder: %w", err)
	}
	defer module.Close(ctx)
	data, err := encode(ctx, module, pixels(m), width, height, o)
	if err != nil {
		return nil, fmt.Errorf("encode WebP: %w", err)
	}
	return data, nil
}

func (e *Encoder) compile() {
	e.runtime, e.module, e.err = load(context.Background())
}

func load(ctx context.Context) (wazero.Runtime, wazero.CompiledModule, error) {
	unzip, err := gzip.NewReader(bytes.NewReader(program))
	if err != nil {
		return nil, nil, err
	}
	code, err := io.ReadAll(unzip)
	if err != nil {
		return nil, nil, err
	}
	runtime := wazero.NewRuntime(ctx)
	module, err := runtime.CompileModule(ctx, code)
	return runtime, module, err
}

// encode calls the function of webp.c. Closing the module frees its memory.
func encode(ctx context.Context, module api.Module, pixels []byte, width, height int, o Options) ([]byte, error) {
	const sizeBytes = 4
	allocated, err := module.ExportedFunction("malloc").Call(ctx, uint64(len(pixels)+sizeBytes))
	if err != nil {
		return nil, err
	}
	memory, in := module.Memory(), uint32(allocated[0])
	sizeAt := in + uint32(len(pixels))
	if in == 0 || !memory.Write(in, pixels) {
		return nil, errors.New("out of memory")
	}
	lossless := uint64(0)
	if o.Lossless {
		lossless = 1
	}
	out, err := module.ExportedFunction("encode").Call(ctx, uint64(in), uint64(width), uint64(height),
		uint64(o.Quality), uint64(o.Method), lossless, uint64(sizeAt))
	if err != nil {
		return nil, err
	}
	size, _ := memory.ReadUint32Le(sizeAt)
	data, ok := memory.Read(uint32(out[0]), size)
	if !ok || size == 0 {
		return nil, errors.New("refused by the encoder")
	}
	return bytes.Clone(data), nil
}

// pixels gives the rows of a picture without what lies between them.
func pixels(m *image.NRGBA) []byte {
	width, height := m.Rect.Dx(), m.Rect.Dy()
	if m.Stride == 4*width {
		return m.Pix[:4*width*height]
	}
	rows := make([]byte, 0, 4*width*height)
	for y := range height {
		rows = append(rows, m.Pix[y*m.Stride:][:4*width]...)
	}
	return rows
}
