using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using StnEngine.Kernels;
using StnEngine.Kernels.Gpu;
using StnEngine.Kernels.Operators;
using Xunit;

namespace StnEngine.Tests.DeviceRules;

/// <summary>
/// Every kernel compiles for an NVIDIA card, without one: to PTX, with no floating-point atomic and no array in slow memory.
/// Only where ILGPU is there.
/// </summary>
public sealed partial class PtxTests
{
    public static TheoryData<string> Kernels => [.. KernelTypes().Select(type => type.ToString())];

    [Fact]
    public void Kernels_AreFound() => Assert.True(Kernels.Count > 50, $"{Kernels.Count} kernels");

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_CompilesToPtx_WithoutFloatAtomics(string name)
    {
        string ptx = Compile(KernelTypes().Single(type => type.ToString() == name));
        Assert.Contains(".entry", ptx, StringComparison.Ordinal);
        Assert.DoesNotMatch(FloatAtomic(), ptx);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);

        // Doubles run at a fraction of the speed, and some OpenCL devices have none.
        Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(atom|red)\.[a-z.]*f(32|64)")]
    private static partial Regex FloatAtomic();

    // The kernels of the assembly; generic ones with every operator, or whatever else fits their parameters. That may be generic
    // itself, but not what fits its own.
    private static IEnumerable<Type> KernelTypes() => StructsThatAre(typeof(IGpuKernel), 3);

    private static IEnumerable<Type> StructsThatAre(Type wanted, int generics) => typeof(IGpuKernel).Assembly.GetTypes()
        .Where(t => t.IsValueType && t.GetInterfaces().Any(i => Definition(i) == Definition(wanted)))
        .SelectMany(t => !t.IsGenericTypeDefinition ? [t] : generics > 0 ? Closed(t, generics) : []);

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static IEnumerable<Type> Closed(Type type, int generics)
    {
        IEnumerable<Type[]> choices = [[]];
        foreach (Type parameter in type.GetGenericArguments())
        {
            Type[] fitting = [.. StructsThatAre(parameter.GetGenericParameterConstraints().Single(c => c.IsInterface), generics - 1)];
            choices = choices.SelectMany(chosen => fitting.Select(next => (Type[])[.. chosen, next]));
        }

        return choices.Select(type.MakeGenericType);
    }

    private static string Compile(Type kernel)
    {
        using Context context = Context.Create(builder => builder.DefaultCPU().EnableAlgorithms());
        CudaArchitecture architecture = CudaArchitecture.SM_80;
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_70, null!);
        MethodInfo entry = typeof(KernelEntry).GetMethod(nameof(KernelEntry.Run))!.MakeGenericMethod(kernel);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), default)).PTXAssembly;
    }
}
