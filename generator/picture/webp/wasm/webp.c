// The one function that the encoder exports, over libwebp. README.txt tells how
// webp.wasm.gz is made of it.
#include <stdlib.h>
#include "webp/encode.h"

// encode returns the file and its size, or a size of 0. The pixels are RGBA, four
// bytes each, not multiplied by their alpha.
uint8_t* encode(const uint8_t* rgba, int width, int height, int quality,
                int method, int lossless, size_t* size) {
  WebPConfig config;
  WebPPicture picture;
  WebPMemoryWriter writer;
  *size = 0;
  if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) return NULL;
  config.quality = (float)quality;
  config.method = method;
  config.lossless = lossless;
  picture.use_argb = lossless;
  picture.width = width;
  picture.height = height;
  WebPMemoryWriterInit(&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  if (WebPPictureImportRGBA(&picture, rgba, width * 4) && WebPEncode(&config, &picture)) {
    *size = writer.size;
  } else {
    WebPMemoryWriterClear(&writer);
    writer.mem = NULL;
  }
  WebPPictureFree(&picture);
  return writer.mem;
}
