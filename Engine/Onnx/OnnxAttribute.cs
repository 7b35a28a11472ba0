namespace StnEngine.Onnx;

/// <summary>A named choice of an ONNX operator: <c>AttributeProto</c>.</summary>
internal static class OnnxAttribute
{
    private const int NameField = 1, RealField = 2, IntegerField = 3, TextField = 4, IntegersField = 8, TypeField = 20;
    private const int RealType = 1, IntegerType = 2, TextType = 3, IntegersType = 7;

    public static ProtobufWriter Integer(string name, long value) => Named(name, IntegerType).Integer(IntegerField, value);

    public static ProtobufWriter Integers(string name, params ReadOnlySpan<int> values) => Named(name, IntegersType).Integers(IntegersField, values);

    public static ProtobufWriter Real(string name, float value) => Named(name, RealType).Real(RealField, value);

    public static ProtobufWriter Text(string name, string value) => Named(name, TextType).Text(TextField, value);

    public static ProtobufWriter Flag(string name, bool value) => Integer(name, value ? 1 : 0);

    private static ProtobufWriter Named(string name, int type) => new ProtobufWriter().Text(NameField, name).Integer(TypeField, type);
}
