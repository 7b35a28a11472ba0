namespace StnEngine.Datasets;

/// <summary>The ways in which people write the ten digits, as strokes through points.</summary>
/// <remarks>
/// Points are x, y in percent of the digit's box, y down, in the order of the pen. A stroke is smooth through its points and has a
/// corner where a point is written twice.
/// </remarks>
internal static class DigitGlyphs
{
    private static readonly sbyte[][][][] Glyphs =
    [
        [ // 0: from the top, round; from the upper right, with an overlapping end
            [[55, 2, 28, 10, 8, 38, 8, 66, 24, 92, 50, 100, 76, 90, 92, 60, 90, 28, 74, 7, 52, 2]],
            [[74, 9, 46, 0, 18, 18, 6, 55, 20, 92, 52, 99, 82, 74, 88, 36, 72, 9, 44, 7]],
        ],
        [ // 1: a plain line; with a flag; with flag and foot
            [[50, 0, 50, 34, 50, 68, 50, 100]],
            [[35, 21, 44, 13, 52, 1, 52, 1, 51, 35, 51, 68, 50, 100]],
            [[31, 21, 42, 12, 52, 1, 52, 1, 51, 50, 50, 97], [26, 99, 50, 98, 76, 99]],
        ],
        [ // 2: with an angle at the foot; with a loop; with a swinging foot
            [[10, 24, 26, 5, 58, 0, 80, 17, 74, 42, 42, 72, 8, 98, 8, 98, 48, 97, 92, 97]],
            [[12, 22, 36, 1, 68, 5, 78, 28, 58, 62, 26, 92, 8, 92, 14, 78, 36, 80, 62, 97, 94, 90]],
            [[16, 16, 44, 0, 76, 10, 78, 34, 54, 64, 16, 92, 16, 92, 38, 86, 64, 96, 92, 90]],
        ],
        [ // 3: two bows; a flat top; a small loop in the middle
            [[12, 13, 40, 0, 74, 9, 76, 30, 40, 46, 40, 46, 80, 56, 88, 80, 56, 100, 10, 88]],
            [[14, 3, 48, 3, 82, 3, 82, 3, 62, 22, 42, 40, 42, 40, 78, 48, 88, 74, 62, 99, 10, 90]],
            [[14, 14, 44, 0, 76, 14, 64, 38, 36, 48, 40, 42, 72, 52, 86, 76, 56, 100, 12, 90]],
        ],
        [ // 4: open; closed; open with a straight angle
            [[20, 3, 15, 28, 10, 54, 10, 54, 48, 57, 90, 52], [74, 4, 70, 50, 65, 100]],
            [[66, 100, 66, 50, 66, 0, 66, 0, 36, 34, 6, 67, 6, 67, 50, 67, 96, 66]],
            [[24, 0, 12, 36, 18, 56, 46, 56, 80, 42], [82, 0, 75, 50, 70, 100]],
        ],
        [ // 5: two strokes; one stroke from the right; written like an S
            [[28, 2, 25, 22, 22, 42, 22, 42, 54, 36, 84, 56, 82, 84, 48, 100, 8, 90], [28, 3, 58, 3, 90, 1]],
            [[86, 2, 58, 3, 30, 4, 30, 4, 24, 24, 18, 45, 18, 45, 50, 34, 82, 48, 84, 76, 58, 98, 10, 94]],
            [[84, 5, 46, 2, 22, 20, 34, 40, 70, 54, 82, 78, 54, 100, 12, 92]],
        ],
        [ // 6: a bow into a round loop; a straight back; a hooked top and a small loop
            [[70, 1, 36, 20, 12, 58, 20, 90, 52, 100, 82, 84, 78, 60, 48, 52, 16, 72]],
            [[58, 0, 34, 32, 12, 70, 30, 98, 68, 95, 80, 70, 54, 56, 16, 76]],
            [[80, 11, 54, 1, 22, 28, 10, 68, 30, 98, 64, 95, 72, 74, 50, 62, 18, 78]],
        ],
        [ // 7: an angle; with a bar; with a serif; rounded
            [[2, 5, 50, 4, 98, 3, 98, 3, 68, 48, 44, 100]],
            [[4, 6, 48, 4, 94, 3, 94, 3, 66, 50, 46, 100], [36, 50, 60, 49, 88, 47]],
            [[4, 24, 5, 5, 5, 5, 50, 6, 96, 3, 96, 3, 66, 50, 50, 100]],
            [[2, 10, 40, 3, 86, 5, 87, 27, 64, 60, 50, 100]],
        ],
        [ // 8: one stroke that crosses itself; two rings
            [[80, 14, 50, 0, 22, 15, 34, 40, 66, 58, 84, 80, 50, 100, 16, 82, 32, 58, 66, 40, 82, 18, 66, 4]],
            [[50, 46, 24, 36, 22, 10, 50, 0, 78, 10, 76, 36, 50, 46, 18, 64, 18, 90, 50, 100, 82, 90, 82, 64, 50, 46]],
        ],
        [ // 9: a ring and a straight stem; a ring and a hook; a slanting stem
            [[80, 18, 50, 2, 20, 16, 18, 40, 46, 54, 74, 40, 82, 12, 82, 12, 80, 54, 74, 100]],
            [[80, 20, 52, 2, 22, 14, 18, 38, 44, 52, 72, 40, 82, 14, 82, 14, 86, 56, 68, 92, 26, 97]],
            [[78, 12, 46, 2, 18, 24, 28, 48, 58, 42, 80, 10, 80, 10, 62, 56, 42, 100]],
        ],
    ];

    /// <summary>The number of ways in which a digit is written here.</summary>
    public static int Variants(int digit) => Glyphs[digit].Length;

    /// <summary>The strokes of one way of writing a digit.</summary>
    public static ReadOnlySpan<sbyte[]> Strokes(int digit, int variant) => Glyphs[digit][variant];
}
