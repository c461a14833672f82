// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/metadata/tag_fields.hpp"

#include <commentsframe.h>
#include <textidentificationframe.h>

namespace
{

using TagLib::String;
using TagLib::StringList;

class XiphFields : public Fields
{
public:
  explicit XiphFields(TagLib::Ogg::XiphComment* comment) : comment_(comment)
  {
  }

  StringList
  get(TagEditorField field) const override
  {
    const TagLib::Ogg::FieldListMap& map = comment_->fieldListMap();
    return map.contains(name(field)) ? map[name(field)] : StringList();
  }

  void
  set(TagEditorField field, const StringList& values) override
  {
    comment_->removeFields(name(field));
    for (const String& value : values) {
      comment_->addField(name(field), value, false);
    }
  }

private:
  static const char*
  name(TagEditorField field)
  {
    return field == TAG_EDITOR_GENRE  ? "GENRE"
           : field == TAG_EDITOR_MOOD ? "MOOD"
                                      : "COMMENT";
  }

  TagLib::Ogg::XiphComment* comment_;
};

class Mp4Fields : public Fields
{
public:
  explicit Mp4Fields(TagLib::MP4::Tag* tag) : tag_(tag)
  {
  }

  StringList
  get(TagEditorField field) const override
  {
    if (field == TAG_EDITOR_GENRE && tag_->contains("gnre")) {
      return StringList(tag_->genre());
    }
    return tag_->contains(name(field)) ? tag_->item(name(field)).toStringList()
                                       : StringList();
  }

  void
  set(TagEditorField field, const StringList& values) override
  {
    if (field == TAG_EDITOR_GENRE) {
      tag_->removeItem("gnre"); // The same by a number
    }
    tag_->setItem(name(field), TagLib::MP4::Item(values));
  }

private:
  static const char*
  name(TagEditorField field)
  {
    return field == TAG_EDITOR_GENRE  ? "\251gen"
           : field == TAG_EDITOR_MOOD ? "----:com.apple.iTunes:MOOD"
                                      : "\251cmt";
  }

  TagLib::MP4::Tag* tag_;
};

class Id3Fields : public Fields
{
public:
  Id3Fields(TagLib::ID3v2::Tag* tag, bool is_old) : tag_(tag), is_old_(is_old)
  {
  }

  StringList
  get(TagEditorField field) const override
  {
    if (field == TAG_EDITOR_COMMENT) {
      const TagLib::ID3v2::Frame* const frame = comment();
      return frame ? StringList(frame->toString()) : StringList();
    }
    if (field == TAG_EDITOR_GENRE && !tag_->genre().isEmpty()) {
      return StringList(tag_->genre());
    }
    if (field == TAG_EDITOR_MOOD && user_mood()) {
      StringList values = user_mood()->fieldList();
      values.erase(values.begin()); // The description
      return values;
    }
    const TagLib::ID3v2::FrameList& list = tag_->frameList(id(field));
    const auto* const frame =
        list.isEmpty() ? nullptr
                       : dynamic_cast<TagLib::ID3v2::TextIdentificationFrame*>(
                             list.front());
    return frame ? frame->fieldList() : StringList();
  }

  void
  set(TagEditorField field, const StringList& values) override
  {
    if (field == TAG_EDITOR_COMMENT) {
      if (TagLib::ID3v2::Frame* const frame = comment()) {
        tag_->removeFrame(frame);
      }
      auto frame = std::make_unique<TagLib::ID3v2::CommentsFrame>(String::UTF8);
      frame->setLanguage("eng");
      frame->setText(values.front());
      tag_->addFrame(frame.release());
      return;
    }
    tag_->removeFrames(id(field));
    if (field == TAG_EDITOR_MOOD && user_mood()) {
      tag_->removeFrame(user_mood());
    }
    if (field == TAG_EDITOR_MOOD && is_old_) { // ID3v2.3 has no frame for it
      tag_->addFrame(
          std::make_unique<TagLib::ID3v2::UserTextIdentificationFrame>(
              "MOOD", values, String::UTF8)
              .release());
      return;
    }
    auto frame = std::make_unique<TagLib::ID3v2::TextIdentificationFrame>(
        id(field), String::UTF8);
    frame->setText(values);
    tag_->addFrame(frame.release());
  }

private:
  static const char*
  id(TagEditorField field)
  {
    return field == TAG_EDITOR_GENRE ? "TCON" : "TMOO";
  }

  /// The comment that has no description: others belong to programs
  TagLib::ID3v2::Frame*
  comment() const
  {
    for (TagLib::ID3v2::Frame* frame : tag_->frameList("COMM")) {
      const auto* const mine =
          dynamic_cast<TagLib::ID3v2::CommentsFrame*>(frame);
      if (mine && mine->description().isEmpty()) {
        return frame;
      }
    }
    return nullptr;
  }

  TagLib::ID3v2::UserTextIdentificationFrame*
  user_mood() const
  {
    return TagLib::ID3v2::UserTextIdentificationFrame::find(tag_, "MOOD");
  }

  TagLib::ID3v2::Tag* tag_;
  bool is_old_;
};

} // namespace

std::unique_ptr<Fields>
make_fields(TagLib::Ogg::XiphComment* tag)
{
  return std::make_unique<XiphFields>(tag);
}

std::unique_ptr<Fields>
make_fields(TagLib::MP4::Tag* tag)
{
  return std::make_unique<Mp4Fields>(tag);
}

std::unique_ptr<Fields>
make_fields(TagLib::ID3v2::Tag* tag, bool is_old)
{
  return std::make_unique<Id3Fields>(tag, is_old);
}
