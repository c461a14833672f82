// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_FIELDS_H
#define EARMARK_TAG_FIELDS_H

extern "C" {
#include "tools/metadata/tag_editor.h"
}

#include <id3v2tag.h>
#include <mp4tag.h>
#include <tstringlist.h>
#include <xiphcomment.h>

#include <memory>

/// Sets fields of one kind of tags
class Fields
{
public:
  virtual ~Fields() = default;
  virtual TagLib::StringList get(TagEditorField field) const = 0;
  virtual void set(TagEditorField field, const TagLib::StringList& values) = 0;
};

/// Of a tag, which must outlive them
std::unique_ptr<Fields> make_fields(TagLib::Ogg::XiphComment* tag);
std::unique_ptr<Fields> make_fields(TagLib::MP4::Tag* tag);

/// `is_old`: to be saved as ID3v2.3, which has no frame for a mood
std::unique_ptr<Fields> make_fields(TagLib::ID3v2::Tag* tag, bool is_old);

#endif
