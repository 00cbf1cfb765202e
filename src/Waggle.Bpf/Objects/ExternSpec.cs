namespace Waggle.Bpf.Objects;

/// <summary>Something of the kernel that an object names and the loader finds.</summary>
/// <param name="Name">Its name; what follows three underscores only tells apart several declarations of one thing.</param>
/// <param name="Kind">What it is.</param>
/// <param name="TypeId">The <see cref="Types.BtfVariable"/> or <see cref="Types.BtfFunction"/> that declares it in the object's BTF.</param>
/// <param name="IsWeak">Whether the object loads without it: then it is 0, and a call of it must not be reached.</param>
public sealed record ExternSpec(string Name, ExternKind Kind, int TypeId, bool IsWeak)
{
    /// <summary>Name of the map that holds the values of <see cref="ExternKind.Configuration"/>.</summary>
    public const string ConfigurationMap = ".kconfig";

    /// <summary>For <see cref="ExternKind.Configuration"/>: where its value goes.</summary>
    public ConfigurationValue Configuration { get; init; }
}
