import { known } from './known-program.ts';

/** What other programs are linked with, and most of their problems with it. */
export const libraries = [
  // It says as well which OpenSSL it is like.
  known('aws-lc', 'amazon:aws_libcrypto', 'openssl libcrypto.so libssl.so', ['AWS-LC {version})']),
  known('openssl', 'openssl:openssl', 'openssl libcrypto.so libssl.so', [
    '\0OpenSSL {version+} {some} 2',
    'openssl-{version+}',
  ]),
  known('gnutls', 'gnu:gnutls', 'libgnutls.so', ['Enabled GnuTLS {version} ']),
  known('mbedtls', 'arm:mbed_tls', 'libmbedcrypto.so libmbedtls.so', ['mbed TLS {version}', 'Mbed TLS {version}']),
  known('libgcrypt', 'gnupg:libgcrypt', 'libgcrypt.so', ['This is Libgcrypt {version} ']),
  known('libssh2', 'libssh2:libssh2', 'libssh2.so', ['SSH-2.0-libssh2_{version}']),
  known('curl', 'haxx:curl', 'curl', ['\0curl {version} (', '\0curl/{version}']),
  known('libcurl', 'haxx:libcurl', 'libcurl.so libcurl-gnutls.so', ['\0libcurl/{version}', 'CLIENT libcurl {version}']),
  known('zlib', 'zlib:zlib', 'libz.so', [' inflate {version} Copyright', ' deflate {version} Copyright']),
  known('zlib-ng', 'zlib-ng:zlib-ng', 'libz.so libz-ng.so', ['{version}.zlib-ng']),
  known('xz', 'tukaani:xz', 'xz lzma xzdec lzmadec lzmainfo', ['xz (XZ Utils) {version}']),
  known('bzip2', 'bzip:bzip2', 'libbz2.so bzip2', ['\0{version}, 13-Jul-2019', '\0{version}, 6-Sept-2010']),
  known('zstd', 'facebook:zstandard', 'zstd', ['\0v{version}\0Zstandard CLI']),
  known('libarchive', 'libarchive:libarchive', 'libarchive.so bsdtar', [
    '\0libarchive {version}',
    'libarchive/{version}',
  ]),
  known('expat', 'libexpat_project:libexpat', 'libexpat.so', ['\0expat_{version}']),
  known('libpng', 'libpng:libpng', 'libpng.so libpng16.so', ['libpng version {version}']),
  known('libtiff', 'libtiff:libtiff', 'libtiff.so', ['LIBTIFF, Version {version}']),
  known('pcre2', 'pcre:pcre2', 'libpcre2-8.so', ['\0{version-} 20{d}{d}-{d}{d}-{d}{d}\0']),
  known('glibc', 'gnu:glibc', 'libc.so', ['release version {version-}.\nCopyright', '\0glibc {version-}\0']),
  known(
    'musl',
    'musl-libc:musl',
    'libc.so libc.musl-x86_64.so libc.musl-aarch64.so ld-musl-x86_64.so ld-musl-aarch64.so',
    ['/proc/self/fd/\0{version}\0', 'musl libc{some}\nVersion {version}'],
  ),
  known('krb5', 'mit:kerberos_5', 'libkrb5.so', ['KRB5_BRAND: krb5-{version}']),
  known('heimdal', 'heimdal_project:heimdal', 'libkrb5.so libgssapi.so libhdb.so libkdc.so kdc kadmind', [
    '$Version: Heimdal {version} ',
  ]),
  known(
    'imagemagick',
    'imagemagick:imagemagick',
    'libMagickCore-6.Q16.so libMagickCore-7.Q16.so libMagickCore-7.Q16HDRI.so magick convert',
    ['\0ImageMagick {version} ', '\0ImageMagick {version}-{d}'],
  ),
  known('ghostscript', 'artifex:ghostscript', 'libgs.so gs gsc', ['/ghostscript/{version}/']),
  known(
    'ffmpeg',
    'ffmpeg:ffmpeg',
    'ffmpeg ffprobe ffplay ffmpeg-linux-x libavcodec.so libavformat.so libavutil.so libswresample.so',
    [
      'FFmpeg version n{version}',
      'FFmpeg version {version}',
      '%s version {version}{some}\0%sbuilt with',
      '%s version {version}{some}{pad} Copyright (c) %d-%d the FFmpeg developers',
    ],
  ),
  known('qt', 'qt:qt', 'libQt5Core.so libQt6Core.so libQtCore.so', [
    '\0Qt {version} (',
    'QtCore library version {version}',
  ]),
  known('jemalloc', 'jemalloc:jemalloc', 'libjemalloc.so', ['\0{version}-0-g{some}\0']),
];
