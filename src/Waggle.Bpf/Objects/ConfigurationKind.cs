namespace Waggle.Bpf.Objects;

/// <summary>How a value of the kernel's configuration is declared.</summary>
public enum ConfigurationKind
{
    /// <summary><c>bool</c>: y or n.</summary>
    Boolean,

    /// <summary><c>enum libbpf_tristate</c>: n is 0, y 1, m 2.</summary>
    Tristate,

    /// <summary><c>char</c>: the letter y, m or n, or a number.</summary>
    Character,

    /// <summary>An integer of any width.</summary>
    Integer,

    /// <summary>An array of characters.</summary>
    Text,
}
