namespace Waggle.Linux.Interop;

/// <summary>A live object that maps can refer to by its descriptor.</summary>
internal interface IDescriptorOwner
{
    SafeDescriptor Descriptor { get; }
}
