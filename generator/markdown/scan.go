package markdown

type scanner struct{ composer }

func (r *Renderer) scan(source []byte) *Document { return nil }
