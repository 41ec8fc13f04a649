<#
Made by Certrail. Puts the certificates beside this file into the certificate stores of Windows: for all users of this
computer, which needs an administrator, or with -CurrentUser only for you.

    powershell -ExecutionPolicy Bypass -File install-certificates.ps1
    powershell -ExecutionPolicy Bypass -File install-certificates.ps1 -CurrentUser

It shows what it will do and asks once. What it has really added is written down, so that remove-certificates.ps1 takes
away that and nothing else. Passwords are asked for and kept nowhere.
#>
#requires -Version 4.0
param(
    [switch]$CurrentUser
)

$ErrorActionPreference = 'Stop'
@COMMON@
function Add-Item($item, $path, $thumbprint) {
    if ($item.Kind -eq 'List') {
        & certutil.exe @scope -f -addstore $item.Store $path | Out-Null
        return
    }
    if ($item.Kind -eq 'Key') {
        $password = Read-Host -AsSecureString -Prompt ('Password of ' + $item.File)
        Import-PfxCertificate -FilePath $path -CertStoreLocation ($location + '\' + $item.Store) -Password $password |
            Out-Null
        return
    }
    $certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList $path
    if ($certificate.Thumbprint -ne $thumbprint) {
        throw 'the file is not the one that this script was made for'
    }
    Import-Certificate -FilePath $path -CertStoreLocation ($location + '\' + $item.Store) | Out-Null
}

Write-Host ('This puts into the certificate stores of ' + $whose + ':')
Show-Items
if ($CurrentUser) {
    Write-Host 'Windows asks once more before you trust a root by yourself.'
}
if ((Read-Host -Prompt 'Type YES and press Enter to go on') -ne 'YES') {
    Write-Host 'Nothing was changed.'
    exit 1
}

New-Item -ItemType Directory -Force -Path $folder | Out-Null
$failed = $false
foreach ($item in $items) {
    try {
        $path = Join-Path -Path $PSScriptRoot -ChildPath $item.File
        $thumbprint = Get-Thumbprint $item $path
        if (Test-Item $item $thumbprint) {
            Write-Host ('Already there: ' + $item.File)
            continue
        }
        Add-Item $item $path $thumbprint
        if (-not (Test-Item $item $thumbprint)) {
            throw 'it is not in the store afterwards'
        }
        Add-Content -LiteralPath $record -Encoding ASCII -Value ($item.Store + ' ' + $thumbprint)
        Write-Host ('Added: ' + $item.File)
    } catch {
        $failed = $true
        Write-Host ('NOT added: ' + $item.File + ' - ' + $_.Exception.Message)
    }
}
if ($failed) {
    Write-Host 'Not everything was added. Run this again, or remove-certificates.ps1 to go back.'
    exit 1
}
Write-Host 'Everything is in the stores.'
exit 0
