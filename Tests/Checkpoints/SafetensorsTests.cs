using System.Buffers.Binary;
using System.Text;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> GoldenNames => [.. GoldenCases.Names];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenRead_GivesEveryTypeBack()
    {
        SafetensorsFile file = RoundTrip(
            SafetensorsEntry.Of("weight", [1.5f, -2f, float.NaN, float.PositiveInfinity, 0f, -0f], 2, 3),
            SafetensorsEntry.Of("losses", [Math.PI, double.Epsilon], 2),
            SafetensorsEntry.Of("steps", [long.MinValue, 7, long.MaxValue], 3, 1),
            SafetensorsEntry.Of("image", [0, 128, 255], 1, 1, 3));
        AssertSame<float>(file["weight"], [1.5f, -2f, float.NaN, float.PositiveInfinity, 0f, -0f], 2, 3);
        AssertSame<double>(file["losses"], [Math.PI, double.Epsilon], 2);
        AssertSame<long>(file["steps"], [long.MinValue, 7, long.MaxValue], 3, 1);
        AssertSame<byte>(file["image"], [0, 128, 255], 1, 1, 3);
    }

    [Fact]
    public void Write_Metadata_ComesBack()
    {
        Dictionary<string, string> metadata = new() { ["model"] = "stn \"cnn\" \\ \n", ["zeta"] = "ζ 数字 🙂", ["empty"] = "", ["long"] = new string('x', 4095) + string.Concat(Enumerable.Repeat("🙂", 5000)) };
        Safetensors.Write(_folder.File("a"), [SafetensorsEntry.Of("x", [1f], 1)], metadata);
        Assert.Equal(metadata.OrderBy(pair => pair.Key), Safetensors.Read(_folder.File("a")).Metadata.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Write_AScalar_HasAnEmptyShape() => AssertSame<float>(RoundTrip(SafetensorsEntry.Of("scale", [0.25f]))["scale"], [0.25f]);

    [Fact]
    public void Write_AnEmptyTensor_KeepsItsShape() => AssertSame<float>(RoundTrip(SafetensorsEntry.Of("none", Array.Empty<float>(), 3, 0, 2))["none"], [], 3, 0, 2);

    [Fact]
    public void Write_NothingAtAll_ReadsAsNothing()
    {
        SafetensorsFile file = RoundTrip();
        Assert.Empty(file.Entries);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Write_MoreThanOneChunk_ComesBack()
    {
        float[] values = new float[(3 << 20) + 5];
        Random.Shared.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        AssertSame(RoundTrip(SafetensorsEntry.Of("large", values, values.Length))["large"], values, values.Length);
    }

    [Fact]
    public void Write_SeveralTensors_SortsByAlignmentThenNameAndAlignsTheData()
    {
        SafetensorsFile file = RoundTrip(
            SafetensorsEntry.Of("a", [1], 1), SafetensorsEntry.Of("c", [1f], 1), SafetensorsEntry.Of("b", [1f], 1),
            SafetensorsEntry.Of("y", [1.0], 1), SafetensorsEntry.Of("z", [1L], 1));
        Assert.Equal(["z", "y", "b", "c", "a"], file.Entries.Select(entry => entry.Name));
        byte[] bytes = File.ReadAllBytes(_folder.File("round-trip"));
        Assert.Equal(0ul, BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8);
    }

    [Fact]
    public void Write_OneTensor_GivesExactlyTheseBytes()
    {
        Safetensors.Write(_folder.File("a"), [SafetensorsEntry.Of("x", [1f, 2f], 2)], new Dictionary<string, string> { ["k"] = "v" });
        const string Json = """{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        byte[] header = Encoding.UTF8.GetBytes(Json.PadRight((Json.Length + 7) / 8 * 8));
        byte[] expected = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40];
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("a")));
    }

    [Fact]
    public void Write_OverAnOldFile_ReplacesItAndLeavesNoOther()
    {
        File.WriteAllText(_folder.File("round-trip"), "old");
        Assert.Single(RoundTrip(SafetensorsEntry.Of("x", [1f], 1)).Entries);
        Assert.Equal([_folder.File("round-trip")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_ThatFails_LeavesTheFolderAsItWas()
    {
        Directory.CreateDirectory(_folder.File("taken"));
        Assert.Throws<CheckpointException>(() => Safetensors.Write(_folder.File("taken"), []));
        Assert.Throws<CheckpointException>(() => Safetensors.Write(_folder.File("no/such/folder"), []));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("__metadata__", "x")]
    public void Write_ARepeatedOrReservedName_IsRefused(string first, string second) => Assert.Throws<CheckpointException>(
        () => RoundTrip(SafetensorsEntry.Of(first, [1f], 1), SafetensorsEntry.Of(second, [1f], 1)));

    [Fact]
    public void Write_ANameThatIsNoText_IsRefused() => Assert.Throws<CheckpointException>(() => RoundTrip(SafetensorsEntry.Of("\ud800", [1f], 1)));

    [Fact]
    public void Entry_WhoseValuesDoNotFillTheShape_IsRefused() => Assert.Throws<ArgumentException>(() => SafetensorsEntry.Of("x", [1f, 2f], 3));

    [Fact]
    public void Entry_OfAnyType_ConvertsToSingle()
    {
        Assert.Equal([0.1f], SafetensorsEntry.Of("x", [0.1], 1).ToSingle());
        Assert.Equal([-3f], SafetensorsEntry.Of("x", [-3L], 1).ToSingle());
        Assert.Equal([200f], SafetensorsEntry.Of("x", new byte[] { 200 }, 1).ToSingle());
    }

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void Read_AGoldenFile_GivesItsTensors(string name) => Assert.NotEmpty(GoldenCases.Read(name).Tensors.Entries);

    private static void AssertSame<T>(SafetensorsEntry entry, T[] values, params int[] shape)
    {
        Assert.Equal(shape, entry.Shape);
        Assert.Equal(values, Assert.IsType<T[]>(entry.Values));
    }

    private SafetensorsFile RoundTrip(params SafetensorsEntry[] entries)
    {
        Safetensors.Write(_folder.File("round-trip"), entries);
        return Safetensors.Read(_folder.File("round-trip"));
    }
}
