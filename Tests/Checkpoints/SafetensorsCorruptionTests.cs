using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace StnEngine.Tests.Checkpoints;

/// <summary>Every rule of the format, broken once.</summary>
public sealed class SafetensorsCorruptionTests : IDisposable
{
    private const string Good = """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Good, 8)]
    [InlineData("""{"__metadata__":{"a":"b"},"x":{"data_offsets":[0,8],"shape":[],"dtype":"I64"}}   """, 8)]
    [InlineData("""{"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 4)]
    [InlineData("{}", 0)]
    public void Read_AFileThatKeepsTheRules_Succeeds(string header, int dataBytes) => Safetensors.Read(FileOf(header, dataBytes));

    [Theory]
    // The header as JSON.
    [InlineData("", 0, "byte 8")]
    [InlineData(" {}", 0, "byte 8")]
    [InlineData("[]", 0, "byte 8")]
    [InlineData("{", 0, "byte")]
    [InlineData("{}x", 0, "byte 10")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "UTF-8")]
    // Names and metadata.
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "'x'")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__")]
    [InlineData("""{"__metadata__":"text"}""", 0, "__metadata__")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__ 'a'")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "__metadata__ 'a'")]
    // The entry's fields.
    [InlineData("""{"x":7}""", 0, "'x'")]
    [InlineData("""{"x":{"shape":[0],"data_offsets":[0,0]}}""", 0, "dtype")]
    [InlineData("""{"x":{"dtype":"U8","data_offsets":[0,0]}}""", 0, "shape")]
    [InlineData("""{"x":{"dtype":"U8","shape":[0]}}""", 0, "data_offsets")]
    [InlineData("""{"x":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "twice")]
    [InlineData("""{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"more":1}}""", 0, "'more'")]
    // Types and shapes.
    [InlineData("""{"x":{"dtype":"F8","shape":[8],"data_offsets":[0,8]}}""", 8, "'F8'")]
    [InlineData("""{"x":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", 8, "'f32'")]
    [InlineData("""{"x":{"dtype":1,"shape":[8],"data_offsets":[0,8]}}""", 8, "dtype")]
    [InlineData("""{"x":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "shape")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "extent -2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "extent 2.5")]
    [InlineData("""{"x":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "String")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2147483647,2147483647,4],"data_offsets":[0,8]}}""", 8, "64 bits")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "12")]
    // Offsets.
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":["0","8"]}}""", 8, "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "hole")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "overlap")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5, "hole")]
    [InlineData(Good, 7, "7 bytes")]
    [InlineData(Good, 9, "9 bytes")]
    [InlineData("{}", 1, "1 bytes")]
    public void Read_AFileThatBreaksARule_SaysWhere(string header, int dataBytes, string mention) => Refused(FileOf(header, dataBytes), mention);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Read_AFileShorterThanItsLength_IsRefused(int bytes)
    {
        File.WriteAllBytes(_folder.File("a"), new byte[bytes]);
        Refused(_folder.File("a"), "byte 0");
    }

    [Theory]
    [InlineData(3ul)]
    [InlineData(100_000_001ul)]
    [InlineData(ulong.MaxValue)]
    public void Read_AHeaderLengthThatCannotBe_IsRefused(ulong length)
    {
        byte[] bytes = [0, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_folder.File("a"), bytes);
        Refused(_folder.File("a"), "byte 0");
    }

    [Fact]
    public void Read_ANameThatIsNoUtf8_IsRefused()
    {
        byte[] header = Encoding.Latin1.GetBytes("""{"é":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""");
        Refused(FileOf(header, 0), "byte");
    }

    [Fact]
    public void Read_AFileThatIsNotThere_IsRefused() => Refused(_folder.File("none"), "none");

    [Fact]
    public void File_WithoutTheNamedTensor_SaysWhichThereAre()
    {
        SafetensorsFile file = Safetensors.Read(FileOf(Good, 8));
        Assert.Contains("one of: x", Assert.Throws<CheckpointException>(() => file["y"]).Message, StringComparison.Ordinal);
    }

    private static void Refused(string path, string mention)
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Safetensors.Read(path));
        Assert.Equal(path, error.FilePath);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    private string FileOf(string header, int dataBytes) => FileOf(Encoding.UTF8.GetBytes(header), dataBytes);

    private string FileOf(byte[] header, int dataBytes)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        File.WriteAllBytes(_folder.File("a"), [.. length, .. header, .. new byte[dataBytes]]);
        return _folder.File("a");
    }
}
