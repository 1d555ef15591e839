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
/// kPlus, kAt and kLineEnd are so few that code knows them, as it knows the folding of full-width
/// forms. From kScript on, each is a character of a script that is written without spaces.
enum class CharClass : std::uint8_t {
    kBreak,    ///< ends a run
    kIgnored,  ///< deleted before anything else looks at the text
    kForm,     ///< another way to write the character that fold_form() names
    kAlnum,    ///< builds a unit with its neighbours: Latin letters, digits of all these scripts
    kMark,     ///< combining mark, continues an alnum unit
    kConnector,  ///< . _ - : kept between two letters or digits
    kPlus,     ///< + # : kept between and after letters and digits
    kAt,       ///< @ : what follows is a name
    kNameDot,  ///< middle dot: ends a run; a name may be written across it
    kLineEnd,  ///< LF or CR: ends a run unless lines are joined
    kScript,   ///< a unit of its own
    kHan,      ///< as kScript, with Script=Han
    kKana,     ///< begins a mora
    kKanaTail,  ///< small kana, the long vowel mark, voicing marks: belong to the kana before
    kHangul,   ///< a syllable or a letter of the compatibility block
    kJamoLead,   ///< conjoining: leading consonant,
    kJamoVowel,  ///< vowel,
    kJamoTail,   ///< trailing consonant
    kBase,       ///< consonant or independent vowel: begins a cluster
    kBaseOfPair,  ///< as kBase; two of them may be silenced together
    kLead,        ///< vowel written before its consonant: begins a cluster
    kDependent,   ///< vowel or sign that belongs to what stands before it
    kVowelOfKilled,  ///< as kDependent; may stand between a consonant and the sign that silences it
    kKill,        ///< silences the consonant before it, which belongs to what stands before
    kStackNext,   ///< puts the next consonant below the one before it
    kStackBoth,   ///< as kStackNext, and the one before it belongs to what stands before
    kSyllable,    ///< continues a syllable that ends at a tsheg
    kTsheg,       ///< ends it
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
    {0x00AD, 0x00AD, CharClass::kIgnored}, {0x00B7, 0x00B7, CharClass::kNameDot},
    {0x00BA, 0x00BA, CharClass::kAlnum}, {0x00C0, 0x00D6, CharClass::kAlnum},
    {0x00D8, 0x00F6, CharClass::kAlnum}, {0x00F8, 0x02B8, CharClass::kAlnum},
    {0x02E0, 0x02E4, CharClass::kAlnum}, {0x0300, 0x034E, CharClass::kMark},
    {0x034F, 0x034F, CharClass::kIgnored}, {0x0350, 0x036F, CharClass::kMark},
    {0x0387, 0x0387, CharClass::kNameDot}, {0x061C, 0x061C, CharClass::kIgnored},
    {0x0E01, 0x0E2E, CharClass::kBaseOfPair}, {0x0E2F, 0x0E2F, CharClass::kBase},
    {0x0E30, 0x0E33, CharClass::kDependent}, {0x0E34, 0x0E34, CharClass::kVowelOfKilled},
    {0x0E35, 0x0E37, CharClass::kDependent}, {0x0E38, 0x0E39, CharClass::kVowelOfKilled},
    {0x0E3A, 0x0E3A, CharClass::kDependent}, {0x0E40, 0x0E44, CharClass::kLead},
    {0x0E45, 0x0E45, CharClass::kDependent}, {0x0E46, 0x0E46, CharClass::kBase},
    {0x0E47, 0x0E4B, CharClass::kDependent}, {0x0E4C, 0x0E4C, CharClass::kKill},
    {0x0E4D, 0x0E4E, CharClass::kDependent}, {0x0E50, 0x0E59, CharClass::kAlnum},
    {0x0E81, 0x0E82, CharClass::kBaseOfPair}, {0x0E84, 0x0E84, CharClass::kBaseOfPair},
    {0x0E86, 0x0E8A, CharClass::kBaseOfPair}, {0x0E8C, 0x0EA3, CharClass::kBaseOfPair},
    {0x0EA5, 0x0EA5, CharClass::kBaseOfPair}, {0x0EA7, 0x0EAE, CharClass::kBaseOfPair},
    {0x0EAF, 0x0EAF, CharClass::kBase}, {0x0EB0, 0x0EB3, CharClass::kDependent},
    {0x0EB4, 0x0EB4, CharClass::kVowelOfKilled}, {0x0EB5, 0x0EB7, CharClass::kDependent},
    {0x0EB8, 0x0EB9, CharClass::kVowelOfKilled}, {0x0EBA, 0x0EBD, CharClass::kDependent},
    {0x0EC0, 0x0EC4, CharClass::kLead}, {0x0EC6, 0x0EC6, CharClass::kBase},
    {0x0EC8, 0x0ECB, CharClass::kDependent}, {0x0ECC, 0x0ECC, CharClass::kKill},
    {0x0ECD, 0x0ECE, CharClass::kDependent}, {0x0ED0, 0x0ED9, CharClass::kAlnum},
    {0x0EDC, 0x0EDF, CharClass::kBaseOfPair}, {0x0F00, 0x0F00, CharClass::kSyllable},
    {0x0F0B, 0x0F0C, CharClass::kTsheg}, {0x0F18, 0x0F19, CharClass::kSyllable},
    {0x0F20, 0x0F29, CharClass::kAlnum}, {0x0F2A, 0x0F33, CharClass::kScript},
    {0x0F35, 0x0F35, CharClass::kSyllable}, {0x0F37, 0x0F37, CharClass::kSyllable},
    {0x0F39, 0x0F39, CharClass::kSyllable}, {0x0F3E, 0x0F47, CharClass::kSyllable},
    {0x0F49, 0x0F6C, CharClass::kSyllable}, {0x0F71, 0x0F84, CharClass::kSyllable},
    {0x0F86, 0x0F97, CharClass::kSyllable}, {0x0F99, 0x0FBC, CharClass::kSyllable},
    {0x0FC6, 0x0FC6, CharClass::kSyllable}, {0x1000, 0x102A, CharClass::kBase},
    {0x102B, 0x1036, CharClass::kDependent}, {0x1037, 0x1037, CharClass::kVowelOfKilled},
    {0x1038, 0x1038, CharClass::kDependent}, {0x1039, 0x1039, CharClass::kStackBoth},
    {0x103A, 0x103A, CharClass::kKill}, {0x103B, 0x103E, CharClass::kDependent},
    {0x103F, 0x103F, CharClass::kBase}, {0x1040, 0x1049, CharClass::kAlnum},
    {0x1050, 0x1055, CharClass::kBase}, {0x1056, 0x1059, CharClass::kDependent},
    {0x105A, 0x105D, CharClass::kBase}, {0x105E, 0x1060, CharClass::kDependent},
    {0x1061, 0x1061, CharClass::kBase}, {0x1062, 0x1064, CharClass::kDependent},
    {0x1065, 0x1066, CharClass::kBase}, {0x1067, 0x106D, CharClass::kDependent},
    {0x106E, 0x1070, CharClass::kBase}, {0x1071, 0x1074, CharClass::kDependent},
    {0x1075, 0x1081, CharClass::kBase}, {0x1082, 0x108D, CharClass::kDependent},
    {0x108E, 0x108E, CharClass::kBase}, {0x108F, 0x108F, CharClass::kDependent},
    {0x1090, 0x1099, CharClass::kAlnum}, {0x109A, 0x109D, CharClass::kDependent},
    {0x1100, 0x115E, CharClass::kJamoLead}, {0x115F, 0x1160, CharClass::kIgnored},
    {0x1161, 0x11A7, CharClass::kJamoVowel}, {0x11A8, 0x11FF, CharClass::kJamoTail},
    {0x1780, 0x17B3, CharClass::kBase}, {0x17B4, 0x17B5, CharClass::kIgnored},
    {0x17B6, 0x17D1, CharClass::kDependent}, {0x17D2, 0x17D2, CharClass::kStackNext},
    {0x17D3, 0x17D3, CharClass::kDependent}, {0x17D7, 0x17D7, CharClass::kBase},
    {0x17DC, 0x17DC, CharClass::kBase}, {0x17DD, 0x17DD, CharClass::kDependent},
    {0x17E0, 0x17E9, CharClass::kAlnum}, {0x17F0, 0x17F9, CharClass::kScript},
    {0x180B, 0x180F, CharClass::kIgnored}, {0x1950, 0x196D, CharClass::kScript},
    {0x1970, 0x1974, CharClass::kScript}, {0x1980, 0x19AB, CharClass::kScript},
    {0x19B0, 0x19C9, CharClass::kScript}, {0x19D0, 0x19D9, CharClass::kAlnum},
    {0x19DA, 0x19DA, CharClass::kScript}, {0x1A20, 0x1A54, CharClass::kBase},
    {0x1A55, 0x1A5E, CharClass::kDependent}, {0x1A60, 0x1A60, CharClass::kStackNext},
    {0x1A61, 0x1A7C, CharClass::kDependent}, {0x1A7F, 0x1A7F, CharClass::kDependent},
    {0x1A80, 0x1A89, CharClass::kAlnum}, {0x1A90, 0x1A99, CharClass::kAlnum},
    {0x1AA7, 0x1AA7, CharClass::kBase}, {0x1B00, 0x1B04, CharClass::kDependent},
    {0x1B05, 0x1B33, CharClass::kBase}, {0x1B34, 0x1B43, CharClass::kDependent},
    {0x1B44, 0x1B44, CharClass::kStackNext}, {0x1B45, 0x1B4C, CharClass::kBase},
    {0x1B50, 0x1B59, CharClass::kAlnum}, {0x1B6B, 0x1B73, CharClass::kDependent},
    {0x1D00, 0x1D25, CharClass::kAlnum}, {0x1D2C, 0x1D5C, CharClass::kAlnum},
    {0x1D62, 0x1D65, CharClass::kAlnum}, {0x1D6B, 0x1D77, CharClass::kAlnum},
    {0x1D79, 0x1DBE, CharClass::kAlnum}, {0x1E00, 0x1EFF, CharClass::kAlnum},
    {0x200B, 0x200F, CharClass::kIgnored}, {0x2022, 0x2022, CharClass::kNameDot},
    {0x2027, 0x2027, CharClass::kNameDot}, {0x202A, 0x202E, CharClass::kIgnored},
    {0x2060, 0x206F, CharClass::kIgnored}, {0x2071, 0x2071, CharClass::kAlnum},
    {0x207F, 0x207F, CharClass::kAlnum}, {0x2090, 0x209C, CharClass::kAlnum},
    {0x212A, 0x212B, CharClass::kAlnum}, {0x2132, 0x2132, CharClass::kAlnum},
    {0x214E, 0x214E, CharClass::kAlnum}, {0x2183, 0x2184, CharClass::kAlnum},
    {0x2C60, 0x2C7F, CharClass::kAlnum}, {0x2E81, 0x2E99, CharClass::kForm},
    {0x2E9B, 0x2EF3, CharClass::kForm}, {0x2F00, 0x2FD5, CharClass::kForm},
    {0x3005, 0x3005, CharClass::kHan}, {0x3006, 0x3006, CharClass::kScript},
    {0x3007, 0x3007, CharClass::kHan}, {0x3021, 0x3029, CharClass::kHan},
    {0x302A, 0x302D, CharClass::kScript}, {0x302E, 0x302F, CharClass::kHangul},
    {0x3031, 0x3035, CharClass::kScript}, {0x3038, 0x303B, CharClass::kHan},
    {0x303C, 0x303C, CharClass::kScript}, {0x3041, 0x3041, CharClass::kKanaTail},
    {0x3042, 0x3042, CharClass::kKana}, {0x3043, 0x3043, CharClass::kKanaTail},
    {0x3044, 0x3044, CharClass::kKana}, {0x3045, 0x3045, CharClass::kKanaTail},
    {0x3046, 0x3046, CharClass::kKana}, {0x3047, 0x3047, CharClass::kKanaTail},
    {0x3048, 0x3048, CharClass::kKana}, {0x3049, 0x3049, CharClass::kKanaTail},
    {0x304A, 0x3062, CharClass::kKana}, {0x3063, 0x3063, CharClass::kKanaTail},
    {0x3064, 0x3082, CharClass::kKana}, {0x3083, 0x3083, CharClass::kKanaTail},
    {0x3084, 0x3084, CharClass::kKana}, {0x3085, 0x3085, CharClass::kKanaTail},
    {0x3086, 0x3086, CharClass::kKana}, {0x3087, 0x3087, CharClass::kKanaTail},
    {0x3088, 0x308D, CharClass::kKana}, {0x308E, 0x308E, CharClass::kKanaTail},
    {0x308F, 0x3094, CharClass::kKana}, {0x3095, 0x3096, CharClass::kKanaTail},
    {0x3099, 0x309A, CharClass::kKanaTail}, {0x309D, 0x309F, CharClass::kKana},
    {0x30A1, 0x30A1, CharClass::kKanaTail}, {0x30A2, 0x30A2, CharClass::kKana},
    {0x30A3, 0x30A3, CharClass::kKanaTail}, {0x30A4, 0x30A4, CharClass::kKana},
    {0x30A5, 0x30A5, CharClass::kKanaTail}, {0x30A6, 0x30A6, CharClass::kKana},
    {0x30A7, 0x30A7, CharClass::kKanaTail}, {0x30A8, 0x30A8, CharClass::kKana},
    {0x30A9, 0x30A9, CharClass::kKanaTail}, {0x30AA, 0x30C2, CharClass::kKana},
    {0x30C3, 0x30C3, CharClass::kKanaTail}, {0x30C4, 0x30E2, CharClass::kKana},
    {0x30E3, 0x30E3, CharClass::kKanaTail}, {0x30E4, 0x30E4, CharClass::kKana},
    {0x30E5, 0x30E5, CharClass::kKanaTail}, {0x30E6, 0x30E6, CharClass::kKana},
    {0x30E7, 0x30E7, CharClass::kKanaTail}, {0x30E8, 0x30ED, CharClass::kKana},
    {0x30EE, 0x30EE, CharClass::kKanaTail}, {0x30EF, 0x30F4, CharClass::kKana},
    {0x30F5, 0x30F6, CharClass::kKanaTail}, {0x30F7, 0x30FA, CharClass::kKana},
    {0x30FB, 0x30FB, CharClass::kNameDot}, {0x30FC, 0x30FC, CharClass::kKanaTail},
    {0x30FD, 0x30FF, CharClass::kKana}, {0x3105, 0x312F, CharClass::kScript},
    {0x3131, 0x3163, CharClass::kHangul}, {0x3164, 0x3164, CharClass::kIgnored},
    {0x3165, 0x318E, CharClass::kHangul}, {0x31A0, 0x31BF, CharClass::kScript},
    {0x31F0, 0x31FF, CharClass::kKanaTail}, {0x3400, 0x4DBF, CharClass::kHan},
    {0x4E00, 0x9FFF, CharClass::kHan}, {0xA000, 0xA48C, CharClass::kScript},
    {0xA722, 0xA787, CharClass::kAlnum}, {0xA78B, 0xA7DC, CharClass::kAlnum},
    {0xA7F1, 0xA7FF, CharClass::kAlnum}, {0xA960, 0xA97C, CharClass::kJamoLead},
    {0xA980, 0xA983, CharClass::kDependent}, {0xA984, 0xA9B2, CharClass::kBase},
    {0xA9B3, 0xA9BF, CharClass::kDependent}, {0xA9C0, 0xA9C0, CharClass::kStackNext},
    {0xA9CF, 0xA9CF, CharClass::kScript}, {0xA9D0, 0xA9D9, CharClass::kAlnum},
    {0xA9E0, 0xA9E4, CharClass::kBase}, {0xA9E5, 0xA9E5, CharClass::kDependent},
    {0xA9E6, 0xA9EF, CharClass::kBase}, {0xA9F0, 0xA9F9, CharClass::kAlnum},
    {0xA9FA, 0xA9FE, CharClass::kBase}, {0xAA60, 0xAA76, CharClass::kBase},
    {0xAA7A, 0xAA7A, CharClass::kBase}, {0xAA7B, 0xAA7D, CharClass::kDependent},
    {0xAA7E, 0xAAAF, CharClass::kBase}, {0xAAB0, 0xAAB0, CharClass::kDependent},
    {0xAAB1, 0xAAB1, CharClass::kBase}, {0xAAB2, 0xAAB4, CharClass::kDependent},
    {0xAAB5, 0xAAB6, CharClass::kLead}, {0xAAB7, 0xAAB8, CharClass::kDependent},
    {0xAAB9, 0xAAB9, CharClass::kLead}, {0xAABA, 0xAABA, CharClass::kBase},
    {0xAABB, 0xAABC, CharClass::kLead}, {0xAABD, 0xAABD, CharClass::kBase},
    {0xAABE, 0xAABF, CharClass::kDependent}, {0xAAC0, 0xAAC0, CharClass::kBase},
    {0xAAC1, 0xAAC1, CharClass::kDependent}, {0xAAC2, 0xAAC2, CharClass::kBase},
    {0xAADB, 0xAADD, CharClass::kBase}, {0xAB30, 0xAB5A, CharClass::kAlnum},
    {0xAB5C, 0xAB64, CharClass::kAlnum}, {0xAB66, 0xAB69, CharClass::kAlnum},
    {0xAC00, 0xD7A3, CharClass::kHangul}, {0xD7B0, 0xD7C6, CharClass::kJamoVowel},
    {0xD7CB, 0xD7FB, CharClass::kJamoTail}, {0xF900, 0xFA0D, CharClass::kForm},
    {0xFA0E, 0xFA0F, CharClass::kHan}, {0xFA10, 0xFA10, CharClass::kForm},
    {0xFA11, 0xFA11, CharClass::kHan}, {0xFA12, 0xFA12, CharClass::kForm},
    {0xFA13, 0xFA14, CharClass::kHan}, {0xFA15, 0xFA1E, CharClass::kForm},
    {0xFA1F, 0xFA1F, CharClass::kHan}, {0xFA20, 0xFA20, CharClass::kForm},
    {0xFA21, 0xFA21, CharClass::kHan}, {0xFA22, 0xFA22, CharClass::kForm},
    {0xFA23, 0xFA24, CharClass::kHan}, {0xFA25, 0xFA26, CharClass::kForm},
    {0xFA27, 0xFA29, CharClass::kHan}, {0xFA2A, 0xFA6D, CharClass::kForm},
    {0xFA70, 0xFAD9, CharClass::kForm}, {0xFB00, 0xFB06, CharClass::kAlnum},
    {0xFE00, 0xFE0F, CharClass::kIgnored}, {0xFEFF, 0xFEFF, CharClass::kIgnored},
    {0xFF10, 0xFF19, CharClass::kAlnum}, {0xFF21, 0xFF3A, CharClass::kAlnum},
    {0xFF41, 0xFF5A, CharClass::kAlnum}, {0xFF65, 0xFF9F, CharClass::kForm},
    {0xFFA0, 0xFFA0, CharClass::kIgnored}, {0xFFA1, 0xFFBE, CharClass::kForm},
    {0xFFC2, 0xFFC7, CharClass::kForm}, {0xFFCA, 0xFFCF, CharClass::kForm},
    {0xFFD2, 0xFFD7, CharClass::kForm}, {0xFFDA, 0xFFDC, CharClass::kForm},
    {0xFFF0, 0xFFF8, CharClass::kIgnored}, {0x10780, 0x10785, CharClass::kAlnum},
    {0x10787, 0x107B0, CharClass::kAlnum}, {0x107B2, 0x107BA, CharClass::kAlnum},
    {0x116D0, 0x116E3, CharClass::kAlnum}, {0x16FE0, 0x16FE1, CharClass::kScript},
    {0x16FE3, 0x16FE3, CharClass::kHan}, {0x16FF0, 0x16FF6, CharClass::kHan},
    {0x17000, 0x18AFF, CharClass::kScript}, {0x18D00, 0x18D1E, CharClass::kScript},
    {0x18D80, 0x18DF2, CharClass::kScript}, {0x1AFF0, 0x1AFF3, CharClass::kKana},
    {0x1AFF5, 0x1AFFB, CharClass::kKana}, {0x1AFFD, 0x1AFFE, CharClass::kKana},
    {0x1B000, 0x1B122, CharClass::kKana}, {0x1B132, 0x1B132, CharClass::kKanaTail},
    {0x1B150, 0x1B152, CharClass::kKanaTail}, {0x1B155, 0x1B155, CharClass::kKanaTail},
    {0x1B164, 0x1B167, CharClass::kKanaTail}, {0x1B170, 0x1B2FB, CharClass::kScript},
    {0x1BCA0, 0x1BCA3, CharClass::kIgnored}, {0x1D173, 0x1D17A, CharClass::kIgnored},
    {0x1DF00, 0x1DF1E, CharClass::kAlnum}, {0x1DF25, 0x1DF2A, CharClass::kAlnum},
    {0x20000, 0x2A6DF, CharClass::kHan}, {0x2A700, 0x2B81D, CharClass::kHan},
    {0x2B820, 0x2CEAD, CharClass::kHan}, {0x2CEB0, 0x2EBE0, CharClass::kHan},
    {0x2EBF0, 0x2EE5D, CharClass::kHan}, {0x2F800, 0x2FA1D, CharClass::kForm},
    {0x30000, 0x3134A, CharClass::kHan}, {0x31350, 0x33479, CharClass::kHan},
    {0xE0000, 0xE0FFF, CharClass::kIgnored},
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
