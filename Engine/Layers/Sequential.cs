using System.Globalization;

namespace StnEngine.Layers;

/// <summary>Modules one after another, named by their position as in PyTorch.</summary>
public sealed class Sequential : Module
{
    /// <summary>A chain of modules.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="parts">Builds each part in the context of its position; a part without parameters may ignore it.</param>
    public Sequential(ModuleContext context, params ReadOnlySpan<Func<ModuleContext, Module>> parts)
    {
        ArgumentNullException.ThrowIfNull(context);
        for (int i = 0; i < parts.Length; i++)
        {
            string name = i.ToString(CultureInfo.InvariantCulture);
            Add(name, parts[i](context.Child(name)));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        for (int i = 0; i < Children.Count; i++)
        {
            // A ReLU behind another part is done in that part's pass.
            if (i + 1 < Children.Count && Children[i + 1].Module is Relu relu)
            {
                input = relu.Report(Children[i].Module.ForwardRelu(input));
                i++;
            }
            else
            {
                input = Children[i].Module.Forward(input);
            }
        }

        return input;
    }
}
