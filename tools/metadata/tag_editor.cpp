// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/metadata/tag_fields.hpp"

#include <flacfile.h>
#include <id3v1tag.h>
#include <id3v2header.h>
#include <mp4file.h>
#include <mpegfile.h>
#include <oggflacfile.h>
#include <opusfile.h>
#include <tfilestream.h>
#include <vorbisfile.h>

#include <cstring>
#include <exception>
#include <unistd.h>

// TagLib's C binding knows no mood, and picks the kind of a file by its name:
// so this is C++

namespace
{

using TagLib::String;
using TagLib::StringList;

const size_t HEAD = 512; // bytes of a file that say what it is

StringList
list_of(const TagEditorValues& values)
{
  StringList list;
  for (uint32_t i = 0; i < values.n; ++i) {
    list.append(String(values.texts[i], String::UTF8));
  }
  return list;
}

/// Returns whether anything changes
bool
edit_fields(Fields& fields, const TagEdit& edit, bool* written)
{
  bool any = false;
  for (int i = 0; i < TAG_EDITOR_N_FIELDS; ++i) {
    const auto field = static_cast<TagEditorField>(i);
    const StringList wanted = list_of(edit.fields[i]);
    const StringList there = fields.get(field);
    written[i] = !wanted.isEmpty() && wanted != there &&
                 (there.isEmpty() || edit.replaces);
    if (written[i]) {
      fields.set(field, wanted);
      any = true;
    }
  }
  return any;
}

/// Save if there is anything to be saved
template <class File>
bool
finish(File& file, bool any, bool is_real)
{
  return !any || !is_real || file.save();
}

bool
edit_mpeg(TagLib::IOStream* stream,
          const TagEdit& edit,
          bool is_real,
          bool* written)
{
  using TagLib::MPEG::File;
  File file(stream, TagLib::ID3v2::FrameFactory::instance(), false);
  const bool had = file.hasID3v2Tag();
  TagLib::ID3v2::Tag* const tag = file.ID3v2Tag(true);
  const bool is_old = had && tag->header()->majorVersion() < 4;
  const auto fields = make_fields(tag, is_old);
  if (!edit_fields(*fields, edit, written) || !is_real) {
    return true;
  }
  int kinds = File::ID3v2;
  if (file.hasID3v1Tag() && written[TAG_EDITOR_GENRE]) {
    file.ID3v1Tag()->setGenre(tag->genre());
    kinds |= File::ID3v1;
  }
  return file.save(kinds, TagLib::File::StripNone,
                   is_old ? TagLib::ID3v2::v3 : TagLib::ID3v2::v4,
                   TagLib::File::DoNotDuplicate);
}

/// A file with Vorbis comments
template <class File>
bool
edit_xiph(File& file,
          TagLib::Ogg::XiphComment* comment,
          const TagEdit& edit,
          bool is_real,
          bool* written)
{
  if (!file.isValid() || !comment) {
    return false;
  }
  const auto fields = make_fields(comment);
  return finish(file, edit_fields(*fields, edit, written), is_real);
}

bool
edit_mp4(TagLib::IOStream* stream,
         const TagEdit& edit,
         bool is_real,
         bool* written)
{
  TagLib::MP4::File file(stream, false);
  if (!file.isValid() || !file.tag()) {
    return false;
  }
  const auto fields = make_fields(file.tag());
  return finish(file, edit_fields(*fields, edit, written), is_real);
}

bool
has(const TagLib::ByteVector& head, const char* text, size_t n)
{
  return head.find(TagLib::ByteVector(text, static_cast<unsigned>(n))) >= 0;
}

/// By what the file begins with
bool
edit_any(TagLib::IOStream* stream,
         const TagEdit& edit,
         bool is_real,
         bool* written,
         Error* error)
{
  stream->seek(0);
  const TagLib::ByteVector head = stream->readBlock(HEAD);
  stream->seek(0);
  const bool is_ogg = head.startsWith("OggS");
  if (head.startsWith("fLaC")) {
    TagLib::FLAC::File file(stream, TagLib::ID3v2::FrameFactory::instance(),
                            false);
    return edit_xiph(file, file.xiphComment(true), edit, is_real, written);
  }
  if (is_ogg && has(head, "OpusHead", 8)) {
    TagLib::Ogg::Opus::File file(stream, false);
    return edit_xiph(file, file.tag(), edit, is_real, written);
  }
  if (is_ogg && has(head, "\1vorbis", 7)) {
    TagLib::Ogg::Vorbis::File file(stream, false);
    return edit_xiph(file, file.tag(), edit, is_real, written);
  }
  if (is_ogg && has(head, "\177FLAC", 5)) {
    TagLib::Ogg::FLAC::File file(stream, false);
    return edit_xiph(file, file.tag(), edit, is_real, written);
  }
  if (head.size() > 8 && head.containsAt("ftyp", 4)) {
    return edit_mp4(stream, edit, is_real, written);
  }
  const bool is_mpeg =
      head.size() > 2 && static_cast<unsigned char>(head[0]) == 0xFF &&
      (static_cast<unsigned char>(head[1]) & 0xE6) == 0xE2; // Layer 3
  if (is_mpeg || head.startsWith("ID3")) {
    return edit_mpeg(stream, edit, is_real, written);
  }
  error_set(error, "its kind of tags is not written: FLAC, Ogg, Opus, MP3 and "
                   "MP4 are");
  return false;
}

} // namespace

extern "C" bool
tag_editor_run(int file,
               const TagEdit* edit,
               bool is_real,
               bool written[TAG_EDITOR_N_FIELDS],
               Error* error)
{
  std::memset(written, 0, TAG_EDITOR_N_FIELDS * sizeof(bool));
  bool good = false;
  try {
    TagLib::FileStream stream(dup(file), !is_real);
    good = stream.isOpen() && edit_any(&stream, *edit, is_real, written, error);
  } catch (const std::exception& problem) {
    error_set(error, "cannot write its tags: %s", problem.what());
  }
  if (!good && !error->text[0]) {
    error_set(error, "cannot write its tags");
  }
  return good;
}
