#pragma once
// Character classes and lower case by code point. GENERATED, do not edit: the command is
//     python tools/char_table.py csrc/newword/text/char_ranges.hpp
// from the Unicode Character Database 17.0.0 (Unicode License V3).
// clang-format off

#include <cstdint>

namespace newword {

/// The version of the Unicode Character Database behind every table here.
inline constexpr const char* kUnicodeVersion = "17.0.0";

/// What a code point does to the text around it. Code points in no range are kBreak; kConnector,
/// kPlus and kLineEnd are so few that code knows them, as it knows the folding of full-width forms.
enum class CharClass : std::uint8_t {
    kBreak,    ///< ends a run
    kIgnored,  ///< deleted before anything else looks at the text
    kScript,   ///< a unit of its own
    kHan,      ///< as kScript, with Script=Han: a single line end between two may be joined
    kAlnum,    ///< builds a unit with its neighbours: Latin letters, digits, both full-width too
    kMark,     ///< combining mark, continues an alnum unit
    kConnector,  ///< . _ - : kept between two letters or digits
    kPlus,     ///< + # : kept between and after letters and digits
    kLineEnd,  ///< LF or CR: ends a run unless lines are joined
};

struct CharRange {
    std::uint32_t first;
    std::uint32_t last;  ///< inclusive
    CharClass char_class;
};

/// Simple lower case is `c + delta` for c = first, first + step, ..., last.
struct LowerRange {
    std::uint32_t first;
    std::uint32_t last;  ///< inclusive
    std::int32_t delta;
    std::uint32_t step;
};

/// Sorted by code point, disjoint.
inline constexpr CharRange kCharRanges[] = {
    {0x0030, 0x0039, CharClass::kAlnum}, {0x0041, 0x005A, CharClass::kAlnum},
    {0x0061, 0x007A, CharClass::kAlnum}, {0x00AA, 0x00AA, CharClass::kAlnum},
    {0x00AD, 0x00AD, CharClass::kIgnored}, {0x00BA, 0x00BA, CharClass::kAlnum},
    {0x00C0, 0x00D6, CharClass::kAlnum}, {0x00D8, 0x00F6, CharClass::kAlnum},
    {0x00F8, 0x02B8, CharClass::kAlnum}, {0x02E0, 0x02E4, CharClass::kAlnum},
    {0x0300, 0x034E, CharClass::kMark}, {0x034F, 0x034F, CharClass::kIgnored},
    {0x0350, 0x036F, CharClass::kMark}, {0x061C, 0x061C, CharClass::kIgnored},
    {0x0E01, 0x0E3A, CharClass::kScript}, {0x0E40, 0x0E4E, CharClass::kScript},
    {0x0E50, 0x0E59, CharClass::kScript}, {0x0E81, 0x0E82, CharClass::kScript},
    {0x0E84, 0x0E84, CharClass::kScript}, {0x0E86, 0x0E8A, CharClass::kScript},
    {0x0E8C, 0x0EA3, CharClass::kScript}, {0x0EA5, 0x0EA5, CharClass::kScript},
    {0x0EA7, 0x0EBD, CharClass::kScript}, {0x0EC0, 0x0EC4, CharClass::kScript},
    {0x0EC6, 0x0EC6, CharClass::kScript}, {0x0EC8, 0x0ECE, CharClass::kScript},
    {0x0ED0, 0x0ED9, CharClass::kScript}, {0x0EDC, 0x0EDF, CharClass::kScript},
    {0x1000, 0x1049, CharClass::kScript}, {0x1050, 0x109D, CharClass::kScript},
    {0x1100, 0x11FF, CharClass::kScript}, {0x1780, 0x17D3, CharClass::kScript},
    {0x17D7, 0x17D7, CharClass::kScript}, {0x17DC, 0x17DD, CharClass::kScript},
    {0x17E0, 0x17E9, CharClass::kScript}, {0x17F0, 0x17F9, CharClass::kScript},
    {0x180B, 0x180F, CharClass::kIgnored}, {0x1950, 0x196D, CharClass::kScript},
    {0x1970, 0x1974, CharClass::kScript}, {0x1980, 0x19AB, CharClass::kScript},
    {0x19B0, 0x19C9, CharClass::kScript}, {0x19D0, 0x19DA, CharClass::kScript},
    {0x1A20, 0x1A5E, CharClass::kScript}, {0x1A60, 0x1A7C, CharClass::kScript},
    {0x1A7F, 0x1A89, CharClass::kScript}, {0x1A90, 0x1A99, CharClass::kScript},
    {0x1AA7, 0x1AA7, CharClass::kScript}, {0x1B00, 0x1B4C, CharClass::kScript},
    {0x1B50, 0x1B59, CharClass::kScript}, {0x1B6B, 0x1B73, CharClass::kScript},
    {0x1D00, 0x1D25, CharClass::kAlnum}, {0x1D2C, 0x1D5C, CharClass::kAlnum},
    {0x1D62, 0x1D65, CharClass::kAlnum}, {0x1D6B, 0x1D77, CharClass::kAlnum},
    {0x1D79, 0x1DBE, CharClass::kAlnum}, {0x1E00, 0x1EFF, CharClass::kAlnum},
    {0x200B, 0x200F, CharClass::kIgnored}, {0x202A, 0x202E, CharClass::kIgnored},
    {0x2060, 0x206F, CharClass::kIgnored}, {0x2071, 0x2071, CharClass::kAlnum},
    {0x207F, 0x207F, CharClass::kAlnum}, {0x2090, 0x209C, CharClass::kAlnum},
    {0x212A, 0x212B, CharClass::kAlnum}, {0x2132, 0x2132, CharClass::kAlnum},
    {0x214E, 0x214E, CharClass::kAlnum}, {0x2183, 0x2184, CharClass::kAlnum},
    {0x2C60, 0x2C7F, CharClass::kAlnum}, {0x3005, 0x3005, CharClass::kHan},
    {0x3006, 0x3006, CharClass::kScript}, {0x3007, 0x3007, CharClass::kHan},
    {0x3021, 0x3029, CharClass::kHan}, {0x302A, 0x302F, CharClass::kScript},
    {0x3031, 0x3035, CharClass::kScript}, {0x3038, 0x303B, CharClass::kHan},
    {0x303C, 0x303C, CharClass::kScript}, {0x3041, 0x3096, CharClass::kScript},
    {0x3099, 0x309A, CharClass::kScript}, {0x309D, 0x309F, CharClass::kScript},
    {0x30A1, 0x30FA, CharClass::kScript}, {0x30FC, 0x30FF, CharClass::kScript},
    {0x3105, 0x312F, CharClass::kScript}, {0x3131, 0x318E, CharClass::kScript},
    {0x31A0, 0x31BF, CharClass::kScript}, {0x31F0, 0x31FF, CharClass::kScript},
    {0x3400, 0x4DBF, CharClass::kHan}, {0x4E00, 0x9FFF, CharClass::kHan},
    {0xA000, 0xA48C, CharClass::kScript}, {0xA722, 0xA787, CharClass::kAlnum},
    {0xA78B, 0xA7DC, CharClass::kAlnum}, {0xA7F1, 0xA7FF, CharClass::kAlnum},
    {0xA960, 0xA97C, CharClass::kScript}, {0xA980, 0xA9C0, CharClass::kScript},
    {0xA9CF, 0xA9D9, CharClass::kScript}, {0xA9E0, 0xA9FE, CharClass::kScript},
    {0xAA60, 0xAA76, CharClass::kScript}, {0xAA7A, 0xAAC2, CharClass::kScript},
    {0xAADB, 0xAADD, CharClass::kScript}, {0xAB30, 0xAB5A, CharClass::kAlnum},
    {0xAB5C, 0xAB64, CharClass::kAlnum}, {0xAB66, 0xAB69, CharClass::kAlnum},
    {0xAC00, 0xD7A3, CharClass::kScript}, {0xD7B0, 0xD7C6, CharClass::kScript},
    {0xD7CB, 0xD7FB, CharClass::kScript}, {0xF900, 0xFA6D, CharClass::kHan},
    {0xFA70, 0xFAD9, CharClass::kHan}, {0xFB00, 0xFB06, CharClass::kAlnum},
    {0xFE00, 0xFE0F, CharClass::kIgnored}, {0xFEFF, 0xFEFF, CharClass::kIgnored},
    {0xFF10, 0xFF19, CharClass::kAlnum}, {0xFF21, 0xFF3A, CharClass::kAlnum},
    {0xFF41, 0xFF5A, CharClass::kAlnum}, {0xFF66, 0xFFBE, CharClass::kScript},
    {0xFFC2, 0xFFC7, CharClass::kScript}, {0xFFCA, 0xFFCF, CharClass::kScript},
    {0xFFD2, 0xFFD7, CharClass::kScript}, {0xFFDA, 0xFFDC, CharClass::kScript},
    {0x10780, 0x10785, CharClass::kAlnum}, {0x10787, 0x107B0, CharClass::kAlnum},
    {0x107B2, 0x107BA, CharClass::kAlnum}, {0x116D0, 0x116E3, CharClass::kScript},
    {0x16FE0, 0x16FE1, CharClass::kScript}, {0x16FE3, 0x16FE3, CharClass::kHan},
    {0x16FF0, 0x16FF6, CharClass::kHan}, {0x17000, 0x18AFF, CharClass::kScript},
    {0x18D00, 0x18D1E, CharClass::kScript}, {0x18D80, 0x18DF2, CharClass::kScript},
    {0x1AFF0, 0x1AFF3, CharClass::kScript}, {0x1AFF5, 0x1AFFB, CharClass::kScript},
    {0x1AFFD, 0x1AFFE, CharClass::kScript}, {0x1B000, 0x1B122, CharClass::kScript},
    {0x1B132, 0x1B132, CharClass::kScript}, {0x1B150, 0x1B152, CharClass::kScript},
    {0x1B155, 0x1B155, CharClass::kScript}, {0x1B164, 0x1B167, CharClass::kScript},
    {0x1B170, 0x1B2FB, CharClass::kScript}, {0x1DF00, 0x1DF1E, CharClass::kAlnum},
    {0x1DF25, 0x1DF2A, CharClass::kAlnum}, {0x20000, 0x2A6DF, CharClass::kHan},
    {0x2A700, 0x2B81D, CharClass::kHan}, {0x2B820, 0x2CEAD, CharClass::kHan},
    {0x2CEB0, 0x2EBE0, CharClass::kHan}, {0x2EBF0, 0x2EE5D, CharClass::kHan},
    {0x2F800, 0x2FA1D, CharClass::kHan}, {0x30000, 0x3134A, CharClass::kHan},
    {0x31350, 0x33479, CharClass::kHan}, {0xE0100, 0xE01EF, CharClass::kIgnored},
};

/// Sorted by `first`; Latin letters only.
inline constexpr LowerRange kLowerRanges[] = {
    {0x0041, 0x005A, 32, 1}, {0x00C0, 0x00D6, 32, 1}, {0x00D8, 0x00DE, 32, 1},
    {0x0100, 0x012E, 1, 2}, {0x0132, 0x0136, 1, 2}, {0x0139, 0x0147, 1, 2},
    {0x014A, 0x0176, 1, 2}, {0x0178, 0x0178, -121, 1}, {0x0179, 0x017D, 1, 2},
    {0x0181, 0x0181, 210, 1}, {0x0182, 0x0184, 1, 2}, {0x0186, 0x0186, 206, 1},
    {0x0187, 0x0187, 1, 1}, {0x0189, 0x018A, 205, 1}, {0x018B, 0x018B, 1, 1},
    {0x018E, 0x018E, 79, 1}, {0x018F, 0x018F, 202, 1}, {0x0190, 0x0190, 203, 1},
    {0x0191, 0x0191, 1, 1}, {0x0193, 0x0193, 205, 1}, {0x0194, 0x0194, 207, 1},
    {0x0196, 0x0196, 211, 1}, {0x0197, 0x0197, 209, 1}, {0x0198, 0x0198, 1, 1},
    {0x019C, 0x019C, 211, 1}, {0x019D, 0x019D, 213, 1}, {0x019F, 0x019F, 214, 1},
    {0x01A0, 0x01A4, 1, 2}, {0x01A6, 0x01A6, 218, 1}, {0x01A7, 0x01A7, 1, 1},
    {0x01A9, 0x01A9, 218, 1}, {0x01AC, 0x01AC, 1, 1}, {0x01AE, 0x01AE, 218, 1},
    {0x01AF, 0x01AF, 1, 1}, {0x01B1, 0x01B2, 217, 1}, {0x01B3, 0x01B5, 1, 2},
    {0x01B7, 0x01B7, 219, 1}, {0x01B8, 0x01B8, 1, 1}, {0x01BC, 0x01BC, 1, 1},
    {0x01C4, 0x01C4, 2, 1}, {0x01C5, 0x01C5, 1, 1}, {0x01C7, 0x01C7, 2, 1},
    {0x01C8, 0x01C8, 1, 1}, {0x01CA, 0x01CA, 2, 1}, {0x01CB, 0x01DB, 1, 2},
    {0x01DE, 0x01EE, 1, 2}, {0x01F1, 0x01F1, 2, 1}, {0x01F2, 0x01F4, 1, 2},
    {0x01F6, 0x01F6, -97, 1}, {0x01F7, 0x01F7, -56, 1}, {0x01F8, 0x021E, 1, 2},
    {0x0220, 0x0220, -130, 1}, {0x0222, 0x0232, 1, 2}, {0x023A, 0x023A, 10795, 1},
    {0x023B, 0x023B, 1, 1}, {0x023D, 0x023D, -163, 1}, {0x023E, 0x023E, 10792, 1},
    {0x0241, 0x0241, 1, 1}, {0x0243, 0x0243, -195, 1}, {0x0244, 0x0244, 69, 1},
    {0x0245, 0x0245, 71, 1}, {0x0246, 0x024E, 1, 2}, {0x1E00, 0x1E94, 1, 2},
    {0x1E9E, 0x1E9E, -7615, 1}, {0x1EA0, 0x1EFE, 1, 2}, {0x212A, 0x212A, -8383, 1},
    {0x212B, 0x212B, -8262, 1}, {0x2132, 0x2132, 28, 1}, {0x2183, 0x2183, 1, 1},
    {0x2C60, 0x2C60, 1, 1}, {0x2C62, 0x2C62, -10743, 1}, {0x2C63, 0x2C63, -3814, 1},
    {0x2C64, 0x2C64, -10727, 1}, {0x2C67, 0x2C6B, 1, 2}, {0x2C6D, 0x2C6D, -10780, 1},
    {0x2C6E, 0x2C6E, -10749, 1}, {0x2C6F, 0x2C6F, -10783, 1}, {0x2C70, 0x2C70, -10782, 1},
    {0x2C72, 0x2C72, 1, 1}, {0x2C75, 0x2C75, 1, 1}, {0x2C7E, 0x2C7F, -10815, 1},
    {0xA722, 0xA72E, 1, 2}, {0xA732, 0xA76E, 1, 2}, {0xA779, 0xA77B, 1, 2},
    {0xA77D, 0xA77D, -35332, 1}, {0xA77E, 0xA786, 1, 2}, {0xA78B, 0xA78B, 1, 1},
    {0xA78D, 0xA78D, -42280, 1}, {0xA790, 0xA792, 1, 2}, {0xA796, 0xA7A8, 1, 2},
    {0xA7AA, 0xA7AA, -42308, 1}, {0xA7AB, 0xA7AB, -42319, 1}, {0xA7AC, 0xA7AC, -42315, 1},
    {0xA7AD, 0xA7AD, -42305, 1}, {0xA7AE, 0xA7AE, -42308, 1}, {0xA7B0, 0xA7B0, -42258, 1},
    {0xA7B1, 0xA7B1, -42282, 1}, {0xA7B2, 0xA7B2, -42261, 1}, {0xA7B3, 0xA7B3, 928, 1},
    {0xA7B4, 0xA7C2, 1, 2}, {0xA7C4, 0xA7C4, -48, 1}, {0xA7C5, 0xA7C5, -42307, 1},
    {0xA7C6, 0xA7C6, -35384, 1}, {0xA7C7, 0xA7C9, 1, 2}, {0xA7CB, 0xA7CB, -42343, 1},
    {0xA7CC, 0xA7DA, 1, 2}, {0xA7DC, 0xA7DC, -42561, 1}, {0xA7F5, 0xA7F5, 1, 1},
};

}  // namespace newword
